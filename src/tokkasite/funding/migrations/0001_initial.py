import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tokkasite.ui.migrating import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('register', '0001_initial'),
        ('runs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=200, verbose_name='reference')),
                ('identifier', models.CharField(blank=True, max_length=200, verbose_name='identifier')),
                ('parent', models.CharField(blank=True, db_index=True, max_length=200, verbose_name='topic that pays for it')),
                ('kind', models.CharField(choices=[('topic', 'Topic of a call'), ('call', 'Call for proposals'), ('cascade', 'Call of a project that passes money on'), ('tender', 'Tender'), ('national', 'National call')], default='national', max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('conditions', models.TextField(blank=True, verbose_name='what it says of applicants')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('programme', models.CharField(blank=True, max_length=200, verbose_name='programme')),
                ('authority', models.CharField(blank=True, max_length=300, verbose_name='authority')),
                ('action', models.CharField(blank=True, max_length=300, verbose_name='type of action')),
                ('call', models.CharField(blank=True, max_length=200, verbose_name='call that it belongs to')),
                ('keywords', models.JSONField(blank=True, default=list, verbose_name='keywords')),
                ('regions', models.JSONField(blank=True, default=list, verbose_name='regions')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opens')),
                ('deadlines', models.JSONField(blank=True, default=list, verbose_name='deadlines')),
                ('deadline_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='last deadline')),
                ('is_continuous', models.BooleanField(default=False, verbose_name='open all the time')),
                ('zone', models.CharField(default='UTC', max_length=40, verbose_name='time zone')),
                ('budget_eur', models.FloatField(blank=True, null=True, verbose_name='budget, EUR')),
                ('grant_least_eur', models.FloatField(blank=True, null=True, verbose_name='smallest grant, EUR')),
                ('grant_most_eur', models.FloatField(blank=True, null=True, verbose_name='largest grant, EUR')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('told_status', models.CharField(blank=True, max_length=60, verbose_name='state as its source tells it')),
                ('is_invented', models.BooleanField(default=False, help_text='Made up for the demonstration. It is marked so wherever it shows.', verbose_name='invented')),
                ('first_seen_at', models.DateTimeField(verbose_name='first seen')),
                ('last_seen_at', models.DateTimeField(verbose_name='last seen')),
                ('misses', models.PositiveIntegerField(default=0, verbose_name='listings in a row without it')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': (models.OrderBy(models.F('deadline_at'), nulls_last=True), 'title', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('key', models.SlugField(max_length=60, primary_key=True, serialize=False, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('way', models.CharField(choices=[('search', 'Search of the EU Funding & Tenders Portal'), ('reference', 'Reference file of the EU Funding & Tenders Portal'), ('eura', 'Call register EURA 2021'), ('state_grants', 'List of haeavustuksia.fi'), ('files', 'Files alone')], default='files', max_length=15, verbose_name='how it is fetched')),
                ('licence', models.CharField(blank=True, max_length=300, verbose_name='licence')),
                ('floor', models.PositiveIntegerField(default=1, help_text='A whole listing with fewer calls is an outage: it changes nothing.', verbose_name='floor')),
                ('is_fetched_nightly', models.BooleanField(default=False, verbose_name='fetched every night')),
                ('etag', models.CharField(blank=True, editable=False, max_length=200)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=60)),
            ],
            options={
                'verbose_name': 'source of calls',
                'verbose_name_plural': 'sources of calls',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='CallVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('changes', models.JSONField(default=list, verbose_name='changes')),
                ('shift', models.CharField(blank=True, choices=[('silent', 'by seconds alone: no notice'), ('later', 'later'), ('earlier', 'earlier'), ('given', 'told for the first time'), ('taken away', 'no longer told')], max_length=12, verbose_name='how the deadline moved')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='funding.call', verbose_name='call')),
            ],
            options={
                'verbose_name': 'version of a call',
                'verbose_name_plural': 'versions of calls',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='DeadlineFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('from_on', models.DateField(verbose_name='from')),
                ('mandate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='deadline_feed', to='register.mandate', verbose_name='member')),
            ],
            options={
                'verbose_name': 'calendar address of deadlines',
                'verbose_name_plural': 'calendar addresses of deadlines',
            },
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('unchanged', 'Nothing new since the last time'), ('refused', 'Refused: nothing was changed'), ('failed', 'Broken off: it goes on where it stopped')], default='running', max_length=10, verbose_name='state')),
                ('file', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('is_whole', models.BooleanField(default=True, verbose_name='a whole listing')),
                ('began_at', models.DateTimeField(verbose_name='began')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages')),
                ('listed', models.PositiveIntegerField(default=0, verbose_name='listed')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('returned', models.PositiveIntegerField(default=0, verbose_name='back again')),
                ('missing', models.PositiveIntegerField(default=0, verbose_name='not listed this time')),
                ('withdrawn', models.PositiveIntegerField(default=0, verbose_name='withdrawn')),
                ('kept_apart', models.PositiveIntegerField(default=0, verbose_name='kept apart')),
                ('says', models.JSONField(blank=True, default=list, verbose_name='remarks')),
                ('error', models.JSONField(blank=True, null=True, verbose_name='error')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='funding.source', verbose_name='source')),
                ('is_to_stop', models.BooleanField(default=False, verbose_name='is to stop')),
            ],
            options={
                'verbose_name': 'fetch of calls',
                'verbose_name_plural': 'fetches of calls',
                'ordering': ('-began_at', '-pk'),
                'indexes': [models.Index(fields=['source', '-began_at'], name='fetches_of_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Letters',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('from_on', models.DateField(verbose_name='from')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='last sent')),
                ('told', models.JSONField(default=list, verbose_name='calls told of')),
                ('mandate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='funding_letters', to='register.mandate', verbose_name='member')),
                ('reminded', models.JSONField(default=list, verbose_name='deadlines reminded of')),
            ],
            options={
                'verbose_name': 'letters of new calls',
                'verbose_name_plural': 'letters of new calls',
            },
        ),
        migrations.CreateModel(
            name='Shortlist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lacks', models.JSONField(default=list, verbose_name='missing in the profile')),
                ('excluded', models.JSONField(default=dict, verbose_name='excluded')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortlists', to='register.organisation', verbose_name='organisation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortlists', to='runs.run', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'shortlist of an organisation',
                'verbose_name_plural': 'shortlists of organisations',
                'constraints': [models.UniqueConstraint(fields=('run', 'organisation'), name='one_shortlist_a_ranking')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveIntegerField(verbose_name='rank')),
                ('fit', models.FloatField(verbose_name='fit')),
                ('parts', models.JSONField(default=dict, verbose_name='parts of the fit')),
                ('verdict', models.CharField(choices=[('met', 'May apply'), ('unknown', 'Not known yet'), ('missed', 'May not apply')], max_length=10, verbose_name='verdict')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='funding.call', verbose_name='call')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='funding.shortlist')),
                ('won', models.JSONField(default=list, verbose_name='projects won in its programme')),
            ],
            options={
                'verbose_name': 'call that fits',
                'verbose_name_plural': 'calls that fit',
                'ordering': ('rank',),
                'constraints': [models.UniqueConstraint(fields=('shortlist', 'call'), name='one_match_a_call')],
            },
        ),
        migrations.AddField(
            model_name='call',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='funding.source', verbose_name='source'),
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('region', 'Regions by NUTS code'), ('role', 'Kinds of applicants'), ('size', 'Size classes'), ('consortium', 'Independent partners at least')], max_length=10, verbose_name='what it asks')),
                ('values', models.JSONField(default=list, verbose_name='what is admitted')),
                ('quote', models.TextField(max_length=2000, verbose_name='the sentence of the call')),
                ('confirmed_on', models.DateField(verbose_name='confirmed on')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='funding.call', verbose_name='call')),
            ],
            options={
                'verbose_name': 'confirmed condition of a call',
                'verbose_name_plural': 'confirmed conditions of calls',
                'ordering': ('kind', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('call', 'kind'), name='one_condition_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='funding.call', verbose_name='call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followed_calls', to='register.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'followed call',
                'verbose_name_plural': 'followed calls',
                'ordering': ('-from_on', '-pk'),
                'constraints': [models.UniqueConstraint(fields=('call', 'organisation'), name='a_call_is_followed_once')],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('content', models.BinaryField(verbose_name='content')),
                ('fetch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='funding.fetch')),
            ],
            options={
                'verbose_name': 'answer of a source',
                'verbose_name_plural': 'answers of sources',
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('fetch', 'number'), name='one_answer_a_number')],
            },
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(fields=('source', 'reference'), name='one_call_a_reference'),
        ),
        migrations.CreateModel(
            name='RankingAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('begun', 'being ranked'), ('done', 'done'), ('stopped', 'stopped'), ('failed', 'failed')], default='begun', max_length=10, verbose_name='state')),
                ('step', models.CharField(choices=[('waiting', 'It waits for its turn.'), ('reading', 'The words of the calls are being read.'), ('ranking', 'The calls are being ranked for each member.'), ('keeping', 'The shortlists are being written.')], default='waiting', max_length=10, verbose_name='step')),
                ('is_to_stop', models.BooleanField(default=False, verbose_name='is to stop')),
                ('begun_at', models.DateTimeField(verbose_name='begun at')),
                ('says', models.JSONField(default=list, verbose_name='remarks')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rankings_asked', to='register.cluster', verbose_name='cluster')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='runs.run', verbose_name='ranking')),
            ],
            options={
                'verbose_name': 'ranking asked for',
                'verbose_name_plural': 'rankings asked for',
                'ordering': ('-pk',),
            },
        ),
    ]
