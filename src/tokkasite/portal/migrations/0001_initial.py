import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import tokkasite.portal.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from tokkasite.ui.migrating import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('register', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('title_fi', models.CharField(max_length=100, verbose_name='title in Finnish')),
                ('title_en', models.CharField(blank=True, max_length=100, verbose_name='title in English')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('is_public', models.BooleanField(default=False, help_text='Only when this person has said so. Until then no page shows the card, also where it is chosen.', verbose_name='may be shown')),
            ],
            options={
                'verbose_name': 'contact card',
                'verbose_name_plural': 'contact cards',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'front page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'list of news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PlainPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('quote', 5), ('background', 8), ('picture', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'portal/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'What was said'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 100}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'In which role', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('speaker', 3), ('role', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 100}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Picture by', 'max_length': 100, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('caption', 10), ('credit', 11)]], {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'page of text',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'list of stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('lead', models.TextField(help_text='Two or three sentences that tell the whole matter.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('quote', 5), ('background', 8), ('picture', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'portal/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'What was said'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 100}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'In which role', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('speaker', 3), ('role', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 100}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Picture by', 'max_length': 100, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('caption', 10), ('credit', 11)]], {})}, verbose_name='text')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented, for a demonstration')),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='register.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'news article',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ClusterPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='register.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'page of a cluster',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ArticleContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='portal.article')),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.contactcard', verbose_name='contact card')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DayOfReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='day')),
                ('path', models.CharField(max_length=500, verbose_name='page')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='times read')),
            ],
            options={
                'verbose_name': 'reading of a page',
                'verbose_name_plural': 'readings of pages',
                'constraints': [models.UniqueConstraint(fields=('on', 'path'), name='one_count_for_a_day_and_page')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'feedback',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('letter', 'Newsletter'), ('press', 'Releases to the press')], max_length=10, verbose_name='kind')),
                ('language', models.CharField(max_length=3, verbose_name='language')),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('greeting', models.TextField(blank=True, verbose_name='opening words')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='readers')),
                ('failed', models.PositiveIntegerField(default=0, verbose_name='not delivered')),
                ('articles', models.ManyToManyField(related_name='+', to='portal.article', verbose_name='articles')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ('-sent_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('kind', models.CharField(choices=[('letter', 'Newsletter'), ('press', 'Releases to the press')], default='letter', max_length=10, verbose_name='what was ordered')),
                ('language', models.CharField(max_length=3, verbose_name='language')),
                ('token', models.CharField(default=tokkasite.portal.models.new_token, max_length=43, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='ordered at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
            ],
            options={
                'verbose_name': 'reader of letters',
                'verbose_name_plural': 'readers of letters',
                'constraints': [models.UniqueConstraint(fields=('email', 'kind'), name='one_order_of_each_kind')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('lead', models.TextField(help_text='Two or three sentences that tell the whole matter.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('text', 1), ('quote', 5), ('background', 8), ('picture', 12)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'Heading', 'max_length': 120, 'template': 'portal/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'What was said'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 100}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'In which role', 'max_length': 150, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('speaker', 3), ('role', 4)]], {}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 100}), 7: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('title', 6), ('text', 7)]], {}), 9: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Picture by', 'max_length': 100, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('caption', 10), ('credit', 11)]], {})}, verbose_name='text')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented, for a demonstration')),
                ('kind', models.CharField(choices=[('practice', 'Practice'), ('success', 'Story of success')], default='practice', max_length=10, verbose_name='kind')),
                ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='register.cluster', verbose_name='cluster')),
            ],
            options={
                'verbose_name': 'story',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.contactcard', verbose_name='contact card')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='portal.story')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('content', 'What a page says'), ('accessibility', 'Something does not work for me'), ('cluster', 'A cluster, or joining one'), ('other', 'Something else')], max_length=15, verbose_name='about')),
                ('text', models.TextField(max_length=5000, verbose_name='message')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('page', models.CharField(blank=True, max_length=500, verbose_name='page')),
                ('language', models.CharField(max_length=3, verbose_name='language')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('times', models.PositiveIntegerField(default=1, verbose_name='times sent')),
                ('is_suspect', models.BooleanField(default=False, verbose_name="looks like a machine's")),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
            ],
            options={
                'verbose_name': 'message to the region',
                'verbose_name_plural': 'messages to the region',
                'ordering': ('due_on', 'pk'),
                'indexes': [models.Index(fields=['is_suspect', 'answered_at', 'due_on'], name='messages_to_answer')],
            },
        ),
        migrations.CreateModel(
            name='OutsideLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.URLField(max_length=1000, unique=True, verbose_name='address')),
                ('looked_on', models.DateField(blank=True, null=True, verbose_name='looked at on')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                ('fault', models.CharField(blank=True, choices=[('gone', 'The page is not there any more'), ('refused', 'The site refuses the address'), ('server', 'The site has a fault of its own'), ('no_host', 'No site has this name'), ('silent', 'The site does not answer'), ('certificate', "The site's certificate is not valid"), ('inside', 'It leads into a network of its own, where visitors cannot follow')], max_length=12, verbose_name='what is wrong')),
                ('is_known', models.BooleanField(default=True, verbose_name='answers machines')),
                ('broken_since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('pages', models.ManyToManyField(related_name='+', to='wagtailcore.page', verbose_name='pages')),
            ],
            options={
                'verbose_name': 'link to another site',
                'verbose_name_plural': 'links to other sites',
                'ordering': ('address',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('broken_since', None), ('fault', '')), models.Q(models.Q(('fault', ''), _negated=True), models.Q(('broken_since', None), _negated=True)), _connector='OR'), name='a_fault_has_its_first_day')],
            },
        ),
    ]
