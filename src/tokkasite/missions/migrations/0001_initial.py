import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tokkasite.ui.migrating import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('journal', '0001_initial'),
        ('register', '0001_initial'),
        ('runs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('programme', models.CharField(blank=True, help_text='Who funds it.', max_length=200, verbose_name='programme')),
                ('scheme', models.CharField(blank=True, help_text='Whose rules judge the days, the way and the sum.', max_length=40, verbose_name='exchange scheme')),
                ('hosts', models.TextField(blank=True, help_text='One a line, with the country.', max_length=1000, verbose_name='hosts')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source_url', models.URLField(blank=True, verbose_name='address of the source')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('clusters', models.ManyToManyField(related_name='initiatives', to='register.cluster', verbose_name='clusters')),
            ],
            options={
                'verbose_name': 'initiative',
                'verbose_name_plural': 'initiatives',
                'ordering': ('-from_on', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='initiative_ends_after_it_begins', violation_error_message='The last day is before the first day. Correct one of the two.')],
            },
        ),
        migrations.CreateModel(
            name='Meetings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.TimeField(verbose_name='first meeting at')),
                ('slots', models.PositiveSmallIntegerField(help_text='Meetings one after another.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='slots')),
                ('minutes', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(120)], verbose_name='minutes of a meeting')),
                ('change_minutes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='minutes to change tables')),
                ('breaks_after', models.CharField(blank=True, help_text='Numbers with blanks, such as 4 8.', max_length=60, verbose_name='breaks after the slots')),
                ('break_minutes', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MaxValueValidator(240)], verbose_name='minutes of a break')),
                ('tables', models.PositiveSmallIntegerField(help_text='Some more than the meetings of a slot need leaves room for changes.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='tables')),
                ('has_interpreters', models.BooleanField(default=False, help_text='Without them, two need a language in common to meet.', verbose_name='interpreters are there')),
                ('ask_until', models.DateField(verbose_name='guests ask for meetings until')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='journal.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'meetings of an event',
                'verbose_name_plural': 'meetings of events',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField(verbose_name='slot')),
                ('table', models.PositiveSmallIntegerField(verbose_name='table')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journal.guest', verbose_name='who')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journal.guest', verbose_name='whom')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='missions.meetings', verbose_name='meetings')),
            ],
            options={
                'verbose_name': 'meeting of two',
                'verbose_name_plural': 'meetings of two',
                'ordering': ('slot', 'table'),
                'constraints': [models.UniqueConstraint(fields=('meetings', 'slot', 'table'), name='one_meeting_at_a_table'), models.UniqueConstraint(fields=('meetings', 'slot', 'a'), name='once_in_a_slot_a'), models.UniqueConstraint(fields=('meetings', 'slot', 'b'), name='once_in_a_slot_b')],
            },
        ),
        migrations.CreateModel(
            name='Lock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='slot')),
                ('table', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='table')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journal.guest', verbose_name='who')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='journal.guest', verbose_name='whom')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locks', to='missions.meetings', verbose_name='meetings')),
            ],
            options={
                'verbose_name': 'locked meeting',
                'verbose_name_plural': 'locked meetings',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('what', models.JSONField(verbose_name='what changed')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='missions.meetings', verbose_name='meetings')),
            ],
            options={
                'verbose_name': 'change of a timetable',
                'verbose_name_plural': 'changes of timetables',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField(verbose_name='slot')),
                ('guest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='journal.guest', verbose_name='guest')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='missions.meetings', verbose_name='meetings')),
            ],
            options={
                'verbose_name': 'absence from a slot',
                'verbose_name_plural': 'absences from slots',
                'ordering': ('guest', 'slot'),
                'constraints': [models.UniqueConstraint(fields=('meetings', 'guest', 'slot'), name='one_absence_each')],
            },
        ),
        migrations.CreateModel(
            name='Mission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('host_name', models.CharField(max_length=200, verbose_name='host')),
                ('place', models.CharField(max_length=120, verbose_name='place')),
                ('country', models.CharField(help_text='As two letters, such as FI.', max_length=2, verbose_name='country')),
                ('lat', models.FloatField(blank=True, help_text='Of the host, degrees north. With both, the way is measured for the exchange scheme.', null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('lon', models.FloatField(blank=True, help_text='Degrees east.', null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('from_on', models.DateField(verbose_name='first day')),
                ('until_on', models.DateField(verbose_name='last day')),
                ('working_days', models.PositiveSmallIntegerField(help_text='Without the days of travel.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='working days at the host')),
                ('sign_up_until', models.DateField(verbose_name='sign up until')),
                ('places', models.PositiveSmallIntegerField(blank=True, help_text='For how many organisations; empty where there is no limit.', null=True, verbose_name='places')),
                ('programme', models.TextField(blank=True, max_length=4000, verbose_name='programme of the days')),
                ('report', models.TextField(blank=True, max_length=8000, verbose_name='report')),
                ('reported_on', models.DateField(blank=True, null=True, verbose_name='reported on')),
                ('asked_on', models.DateField(blank=True, editable=False, null=True, verbose_name='asked for outcomes on')),
                ('is_invented', models.BooleanField(default=False, editable=False, verbose_name='invented for the demonstration')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='register.cluster', verbose_name='cluster')),
                ('clusters', models.ManyToManyField(help_text='Committed participants of one of these clusters on the first day of the mission.', related_name='open_missions', to='register.cluster', verbose_name='whose members may take part')),
                ('event', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mission', to='journal.event', verbose_name='record in the journal')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='missions.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'mission',
                'verbose_name_plural': 'missions',
                'ordering': ('-from_on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='mission_ends_after_it_begins', violation_error_message='The last day is before the first day. Correct one of the two.'), models.CheckConstraint(condition=models.Q(('sign_up_until__lte', models.F('from_on'))), name='one_signs_up_before_a_mission', violation_error_message='One signs up before the mission begins. Choose an earlier last day.')],
            },
        ),
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('travel', 'travel'), ('accommodation', 'accommodation'), ('meals', 'meals'), ('fee', 'fee'), ('venue', 'venue'), ('interpreting', 'interpreting'), ('material', 'material'), ('staff', 'staff'), ('other', 'other')], max_length=15, verbose_name='what for')),
                ('label', models.CharField(blank=True, max_length=150, verbose_name='in words')),
                ('amount_eur', models.DecimalField(decimal_places=2, max_digits=10, validators=[django.core.validators.MinValueValidator(0)], verbose_name='EUR')),
                ('on', models.DateField(verbose_name='day')),
                ('payer', models.CharField(choices=[('sme', 'the organisation itself'), ('cluster', 'the cluster'), ('scheme', 'the exchange scheme'), ('host', 'the host'), ('other', 'somebody else')], max_length=10, verbose_name='who pays')),
                ('refusal', models.JSONField(blank=True, editable=False, null=True, verbose_name='why it is refused')),
                ('organisation', models.ForeignKey(blank=True, help_text='Where an organisation of the mission pays.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='which of them pays')),
                ('traveller', models.ForeignKey(blank=True, help_text="Where it is somebody's travel: whose.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='whose cost it is')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_lines', to='missions.mission', verbose_name='mission')),
            ],
            options={
                'verbose_name': 'cost line',
                'verbose_name_plural': 'cost lines',
                'ordering': ('on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('payer', 'sme'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='an_organisation_that_pays_is_named', violation_error_message='Name the organisation that pays.')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('nothing', 'Nothing so far'), ('talks', 'Talks go on'), ('partner', 'A partner was found'), ('project', 'A joint project'), ('contract', 'A contract')], max_length=10, verbose_name='what came of it')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='in words')),
                ('on', models.DateField(verbose_name='day')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='missions.mission', verbose_name='mission')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('story', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcome_of_mission', to='journal.successstory')),
            ],
            options={
                'verbose_name': 'outcome of a mission',
                'verbose_name_plural': 'outcomes of missions',
                'ordering': ('on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('mission', 'organisation'), name='one_outcome_each')],
            },
        ),
        migrations.CreateModel(
            name='Planning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('begun', 'being planned'), ('done', 'done'), ('failed', 'failed')], default='begun', max_length=10, verbose_name='state')),
                ('seconds', models.PositiveSmallIntegerField(default=10, verbose_name='seconds at most')),
                ('begun_at', models.DateTimeField(verbose_name='begun at')),
                ('says', models.JSONField(default=list, verbose_name='remarks')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plannings', to='missions.meetings', verbose_name='meetings')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='runs.run', verbose_name='run')),
            ],
            options={
                'verbose_name': 'planning of meetings',
                'verbose_name_plural': 'plannings of meetings',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Traveller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('persons', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='persons')),
                ('state', models.CharField(choices=[('invited', 'invited'), ('asked', 'asks to come along'), ('comes', 'comes along'), ('stays', 'does not come')], max_length=10, verbose_name='state')),
                ('aim', models.CharField(blank=True, max_length=300, verbose_name='what it looks for there')),
                ('moved_on', models.DateField(verbose_name='since')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='travellers', to='missions.mission', verbose_name='mission')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journeys', to='register.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'organisation on a mission',
                'verbose_name_plural': 'organisations on missions',
                'ordering': ('organisation__name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('mission', 'organisation'), name='one_journey_each')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.FloatField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='weight')),
                ('must', models.BooleanField(default=False, verbose_name='must be held')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='journal.guest', verbose_name='who asks')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wished', to='journal.guest', verbose_name='whom')),
                ('meetings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='missions.meetings', verbose_name='meetings')),
            ],
            options={
                'verbose_name': 'request for a meeting',
                'verbose_name_plural': 'requests for meetings',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('meetings', 'a', 'b'), name='one_wish_each'), models.CheckConstraint(condition=models.Q(('a', models.F('b')), _negated=True), name='nobody_meets_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ticket', 'Ticket'), ('receipt', 'Receipt'), ('report', 'Report'), ('list', 'List of those present'), ('outcome', 'Proof of what came of it'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('reference', models.CharField(blank=True, help_text='A web address, or a place in your own archive.', max_length=300, verbose_name='where it is')),
                ('on', models.DateField(verbose_name='day')),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='missions.mission', verbose_name='mission')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='digest')),
                ('kept_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('kept_on', models.DateField(blank=True, editable=False, null=True, verbose_name='added on')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='papers', to='missions.costline', verbose_name='cost line that it proves')),
                ('name', models.CharField(blank=True, editable=False, max_length=150, verbose_name='file name')),
                ('size', models.PositiveIntegerField(default=0, editable=False, verbose_name='size in bytes')),
            ],
            options={
                'verbose_name': 'document of a mission',
                'verbose_name_plural': 'documents of missions',
                'ordering': ('on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('name', '')), models.Q(models.Q(('name', ''), _negated=True), models.Q(('digest', ''), _negated=True), ('kept_on__isnull', False)), _connector='OR'), name='a_file_of_a_mission_has_its_digest')],
            },
        ),
    ]
