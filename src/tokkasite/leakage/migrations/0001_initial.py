import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tokkasite.ui.migrating import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('firm', models.CharField(max_length=150, verbose_name='firm')),
                ('language', models.CharField(choices=[('fi', 'Finnish'), ('en', 'English')], default='fi', max_length=2, verbose_name='language of the questions')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_on', models.DateField(verbose_name='sent on')),
                ('expires_on', models.DateField(verbose_name='last day')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='firms_asked', to='register.cluster', verbose_name='cluster')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firms_asked', to='register.municipality', verbose_name='municipality')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address of the firm')),
                ('letters', models.PositiveSmallIntegerField(default=0, verbose_name='letters sent')),
                ('mailed_on', models.DateField(blank=True, null=True, verbose_name='last letter sent on')),
            ],
            options={
                'verbose_name': 'question to a firm',
                'verbose_name_plural': 'questions to firms',
                'ordering': ('-sent_on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('letters__gte', 0), ('letters__lte', 2)), name='a_firm_gets_two_letters_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('letters', 0), ('mailed_on', None)), models.Q(('letters__gt', 0), ('mailed_on__isnull', False)), _connector='OR'), name='letters_and_their_day_together')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ledger', 'Purchase ledger of the municipality'), ('kitchens', 'Food purchases of public kitchens'), ('heat', 'Accounts of a heat plant'), ('firm', 'Answers of a firm')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='more that was told')),
                ('rows', models.JSONField(blank=True, default=list, verbose_name='rows of the draft')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('entered_on', models.DateField(verbose_name='entered on')),
                ('taken_on', models.DateField(blank=True, null=True, verbose_name='counts from')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='taken back on')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leak_answers', to='register.cluster', verbose_name='cluster')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leak_answers', to='register.municipality', verbose_name='municipality')),
                ('asked', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answer', to='leakage.asked')),
            ],
            options={
                'verbose_name': 'answer about purchases',
                'verbose_name_plural': 'answers about purchases',
                'ordering': ('-entered_on', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('digest', ''), _negated=True), ('withdrawn_on', None)), fields=('municipality', 'digest'), name='no_ledger_counts_twice', violation_error_message='This file is in already. Take it back before you bring it in again.'), models.CheckConstraint(condition=models.Q(('withdrawn_on', None), ('taken_on__isnull', False), _connector='OR'), name='only_what_counted_is_taken_back')],
            },
        ),
        migrations.CreateModel(
            name='AnswerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('buyer', models.CharField(choices=[('households', 'Households'), ('public', 'Public services'), ('firms', 'Firms')], max_length=10, verbose_name='buyer')),
                ('product', models.CharField(blank=True, max_length=20, verbose_name='product')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='account or group')),
                ('euros', models.FloatField(validators=[django.core.validators.MinValueValidator(0)], verbose_name='euros')),
                ('regional', models.FloatField(validators=[django.core.validators.MinValueValidator(0)], verbose_name='of them in the region')),
                ('local', models.FloatField(validators=[django.core.validators.MinValueValidator(0)], verbose_name='of them in the municipality')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='leakage.answer', verbose_name='answer')),
            ],
            options={
                'verbose_name': 'purchase that was told',
                'verbose_name_plural': 'purchases that were told',
                'ordering': ('-euros', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('local__gte', 0), ('local__lte', models.F('regional')), ('regional__lte', models.F('euros'))), name='local_within_region_within_all')],
            },
        ),
    ]
