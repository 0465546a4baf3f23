import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from tokkasite.ui.migrating import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('register', '0001_initial'),
        ('runs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consortium',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('call', models.CharField(blank=True, help_text='Its name or number.', max_length=200, verbose_name='call')),
                ('covered', models.TextField(help_text='One on each line. If several partners must cover it, write how many behind a colon: pilot site: 2', max_length=2000, verbose_name='roles and competences to cover')),
                ('entities', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='independent entities, each in another country')),
                ('of_member_states', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(60)], verbose_name='of them in a Member State')),
                ('associated', models.CharField(blank=True, help_text='Those of the programme on the day of the call, as two letters with blanks between: NO IS. The list changes, so look it up; none is assumed.', max_length=200, verbose_name='associated countries')),
                ('most_partners', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='partners at most')),
                ('most_per_country', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='partners at most from one country')),
                ('least_smes', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(60)], verbose_name='small or medium-sized enterprises at least')),
                ('least_sme_percent', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the budget for them at least, %')),
                ('most_share_percent', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the budget for one partner at most, %')),
                ('alternatives', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(5)], verbose_name='alternatives')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consortia', to='register.cluster', verbose_name='cluster')),
                ('run', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consortia', to='runs.run', verbose_name='run')),
            ],
            options={
                'verbose_name': 'consortium',
                'verbose_name_plural': 'consortia',
                'ordering': ('title', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='OwnProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(blank=True, max_length=5, verbose_name='NUTS code of the region')),
                ('label', models.CharField(blank=True, max_length=100, verbose_name='label')),
                ('url', models.URLField(blank=True, verbose_name='web address')),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='founded in')),
                ('sme', models.PositiveIntegerField(blank=True, null=True, verbose_name='small or medium-sized enterprises')),
                ('large', models.PositiveIntegerField(blank=True, null=True, verbose_name='large enterprises')),
                ('research', models.PositiveIntegerField(blank=True, null=True, verbose_name='research and education')),
                ('public', models.PositiveIntegerField(blank=True, null=True, verbose_name='public bodies')),
                ('other', models.PositiveIntegerField(blank=True, null=True, verbose_name='other members')),
                ('sectors', models.TextField(blank=True, help_text='One on each line.', max_length=1500, verbose_name='sectors')),
                ('technologies', models.TextField(blank=True, help_text='One on each line.', max_length=1500, verbose_name='technologies')),
                ('offers', models.TextField(blank=True, help_text='One on each line.', max_length=1500, verbose_name='what the cluster offers')),
                ('seeks', models.TextField(blank=True, help_text='One on each line.', max_length=1500, verbose_name='what the cluster seeks')),
                ('languages', models.CharField(blank=True, help_text='As two letters, with blanks between: fi en.', max_length=60, verbose_name='languages')),
                ('target_countries', models.CharField(blank=True, help_text='As two letters, with blanks between: NO SE.', max_length=100, verbose_name='target countries')),
                ('is_published', models.BooleanField(default=False, help_text='At an address of its own, as JSON. It names no person.', verbose_name='anybody may fetch it')),
                ('updated_on', models.DateField(editable=False, verbose_name='updated on')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('cluster', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='own_profile', to='register.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'own cluster profile',
                'verbose_name_plural': 'own cluster profiles',
            },
        ),
        migrations.CreateModel(
            name='PartnerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='What it is about, in a few words. Shown together with the name only.', max_length=120, verbose_name='title')),
                ('offers', models.TextField(blank=True, help_text='One word or short phrase on each line, without names.', max_length=1500, verbose_name='what we offer')),
                ('seeks', models.TextField(blank=True, help_text='One word or short phrase on each line, without names.', max_length=1500, verbose_name='what we seek')),
                ('sectors', models.CharField(blank=True, help_text='NACE codes, with blanks between, such as 16.23.', max_length=100, verbose_name='activity codes')),
                ('country', models.CharField(default='FI', max_length=2, validators=[django.core.validators.RegexValidator('^[A-Za-z]{2}$', 'Write the country as two letters, such as FI.')], verbose_name='country')),
                ('wanted_countries', models.CharField(blank=True, help_text='Two letters each, with blanks between, such as NO SE. Empty: any country.', max_length=100, verbose_name='countries wanted')),
                ('wanted_kinds', models.JSONField(blank=True, default=list, verbose_name='kinds of partner wanted')),
                ('stage', models.CharField(blank=True, choices=[('idea', 'Idea'), ('research', 'Under development'), ('prototype', 'Prototype or pilot'), ('tested', 'Tested in practice'), ('market', 'On the market')], max_length=10, verbose_name='stage')),
                ('rights', models.CharField(blank=True, choices=[('none', 'No rights'), ('secret', 'Secret know-how'), ('applied', 'Patent applied for'), ('granted', 'Patent granted'), ('other', 'Copyright, design or trade mark')], max_length=10, verbose_name='rights')),
                ('partnership', models.CharField(blank=True, choices=[('commercial', 'Trade: selling, buying, representing'), ('manufacture', 'Making together or for one another'), ('technical', 'Technical cooperation'), ('licence', 'Licence'), ('project', 'Joint project with public funding'), ('investment', 'Investment')], max_length=12, verbose_name='partnership wanted')),
                ('text', models.TextField(blank=True, help_text='Shown together with the name only.', max_length=3000, verbose_name='more about it')),
                ('contact', models.CharField(help_text='Whom to write to, and where. Shown to the other side only after both agreed.', max_length=200, verbose_name='contact')),
                ('ends_on', models.DateField(blank=True, help_text='Empty: as long as the consent holds.', null=True, verbose_name='answers welcome until')),
                ('consented_on', models.DateField(blank=True, null=True, verbose_name='consented on')),
                ('consent_ended_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('anonymity', models.CharField(choices=[('named', 'Openly: name and words at once; contact details only after both agreed'), ('unnamed', 'Without name: only kind, country, what we offer and what we seek'), ('hidden', "Hidden: in no list; our cluster's team proposes us, without name")], default='unnamed', max_length=10, verbose_name='shown before both agreed')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_profiles', to='register.cluster', verbose_name='cluster, whose team advises')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_profiles', to='register.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'partner profile',
                'verbose_name_plural': 'partner profiles',
                'ordering': ('title', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('consent_ended_on', None), ('consent_ended_on__gte', models.F('consented_on')), _connector='OR'), name='consent_to_partners_ends_after_it_begins', violation_error_message='The consent ends before it begins. Correct one of the two days.')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='on')),
                ('expires_on', models.DateField(verbose_name='answer until')),
                ('is_proposal', models.BooleanField(default=False, verbose_name='proposed by a team')),
                ('answer', models.CharField(choices=[('none', 'none yet'), ('agreed', 'agreed'), ('declined', 'declined')], default='none', max_length=10, verbose_name='answer')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='answered on')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_by', to='partners.partnerprofile', verbose_name='is asked')),
                ('asks', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_for', to='partners.partnerprofile', verbose_name='asks')),
            ],
            options={
                'verbose_name': 'interest in a partner',
                'verbose_name_plural': 'interests in partners',
                'ordering': ('-on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('asks', models.F('asked')), _negated=True), name='nobody_is_its_own_partner'), models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('on'))), name='an_interest_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'none'), ('answered_on', None)), models.Q(models.Q(('answer', 'none'), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='an_answer_to_an_interest_has_its_day', violation_error_message='An answer has its day, and what waits has none.')],
            },
        ),
        migrations.CreateModel(
            name='ReceivedProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=500, verbose_name='key')),
                ('name', models.CharField(max_length=2000, verbose_name='name')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('updated_on', models.DateField(verbose_name='updated on')),
                ('sender', models.CharField(blank=True, max_length=500, verbose_name='sent by')),
                ('told', models.JSONField(verbose_name='profile')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='received_profiles', to='register.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'profile of another cluster',
                'verbose_name_plural': 'profiles of other clusters',
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('cluster', 'key'), name='one_profile_of_each_other_cluster')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Za-z]{2}$', 'Write the country as two letters, such as FI.')], verbose_name='country')),
                ('covers', models.JSONField(blank=True, default=list, verbose_name='covers')),
                ('fit', models.PositiveSmallIntegerField(default=5, help_text='0 to 10, by your judgement.', validators=[django.core.validators.MaxValueValidator(10)], verbose_name='fit')),
                ('is_sme', models.BooleanField(blank=True, null=True, verbose_name='small or medium-sized enterprise')),
                ('owners', models.TextField(blank=True, help_text='One on each line with the share: Northern Holding: 60. Write none: 0 where nobody owns a share. Empty: not known.', max_length=1000, verbose_name='owners')),
                ('least_percent', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the budget at least, %')),
                ('most_percent', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the budget at most, %')),
                ('place', models.CharField(choices=[('free', 'if it fits'), ('fixed', 'takes part in any case'), ('excluded', 'takes no part')], default='free', max_length=10, verbose_name='takes part')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('organisation', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='candidacies', to='register.organisation')),
                ('consortium', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='partners.consortium', verbose_name='consortium')),
            ],
            options={
                'verbose_name': 'candidate',
                'verbose_name_plural': 'candidates',
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('consortium', 'name'), name='one_candidate_of_each_name', violation_error_message='This name is among the candidates already. Change that one instead.')],
            },
        ),
        migrations.CreateModel(
            name='NoLetters',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('mandate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='no_partner_letters', to='register.mandate', verbose_name='member')),
            ],
            options={
                'verbose_name': 'member without letters of partners',
                'verbose_name_plural': 'members without letters of partners',
            },
        ),
        migrations.CreateModel(
            name='LetterSent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('asked', 'somebody asks'), ('proposed', 'the team proposes somebody'), ('agreed', 'the other side agreed'), ('declined', 'the other side declined'), ('ends', 'the last day for an answer is near')], max_length=10, verbose_name='about')),
                ('on', models.DateField(verbose_name='sent on')),
                ('interest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='partners.interest', verbose_name='interest')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_letters', to='register.mandate', verbose_name='member')),
            ],
            options={
                'verbose_name': 'letter on an interest',
                'verbose_name_plural': 'letters on interests',
                'ordering': ('-on', '-pk'),
                'constraints': [models.UniqueConstraint(fields=('mandate', 'interest', 'about'), name='a_member_is_told_once')],
            },
        ),
    ]
