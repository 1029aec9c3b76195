"""What firms and companies say after an introduction."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import prospects.models.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0016_plan_limits_and_news'),
        ('matching', '0011_changes_in_lists'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('register', 'register change'), ('watch', 'watched search'), ('decision', 'decision of a group'), ('silence', 'nothing happened'), ('plan', 'approved plan'), ('feedback', 'feedback on an introduction')], max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='MatchFeedback',
            fields=[
                ('id', models.UUIDField(db_default=prospects.models.record.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo')),
                ('side', models.CharField(choices=[('firm', 'the Korean firm'), ('company', 'the Japanese company')], default='firm', max_length=8, verbose_name='Whose word is it?')),
                ('answer', models.CharField(choices=[('interested', 'Interested'), ('visit', 'Wants a sample or a visit'), ('quote', 'Wants a quotation'), ('later', 'Not now'), ('no', 'No')], max_length=12, verbose_name='answer')),
                ('kind', models.CharField(blank=True, choices=[('capability', 'Wrong process or quality'), ('precision', 'Precision or part size not enough'), ('certificate', 'Certificate missing'), ('capacity', 'No capacity to spare'), ('price', 'Price too high'), ('finances', 'Finances too weak'), ('abroad', 'No interest in going abroad'), ('ties', 'Already supplied, or tied to a competitor'), ('timing', 'Not now: later'), ('unreachable', 'Could not be reached'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='In their words')),
                ('said_by', models.CharField(blank=True, max_length=100, verbose_name='Who said it')),
                ('said_on', models.DateField(verbose_name='day')),
                ('moved_from', models.CharField(blank=True, choices=[('suggested', 'suggested'), ('shortlisted', 'shortlisted'), ('introduced', 'introduced'), ('in_talks', 'in talks'), ('converted', 'converted'), ('rejected', 'rejected')], editable=False, max_length=12, verbose_name='status before')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='matching.match', verbose_name='match')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'feedback',
                'verbose_name_plural': 'feedback',
                'ordering': ('-said_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='MatchFeedbackEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(db_default=prospects.models.record.UuidV7(), editable=False, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo')),
                ('side', models.CharField(choices=[('firm', 'the Korean firm'), ('company', 'the Japanese company')], default='firm', max_length=8, verbose_name='Whose word is it?')),
                ('answer', models.CharField(choices=[('interested', 'Interested'), ('visit', 'Wants a sample or a visit'), ('quote', 'Wants a quotation'), ('later', 'Not now'), ('no', 'No')], max_length=12, verbose_name='answer')),
                ('kind', models.CharField(blank=True, choices=[('capability', 'Wrong process or quality'), ('precision', 'Precision or part size not enough'), ('certificate', 'Certificate missing'), ('capacity', 'No capacity to spare'), ('price', 'Price too high'), ('finances', 'Finances too weak'), ('abroad', 'No interest in going abroad'), ('ties', 'Already supplied, or tied to a competitor'), ('timing', 'Not now: later'), ('unreachable', 'Could not be reached'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='In their words')),
                ('said_by', models.CharField(blank=True, max_length=100, verbose_name='Who said it')),
                ('said_on', models.DateField(verbose_name='day')),
                ('moved_from', models.CharField(blank=True, choices=[('suggested', 'suggested'), ('shortlisted', 'shortlisted'), ('introduced', 'introduced'), ('in_talks', 'in talks'), ('converted', 'converted'), ('rejected', 'rejected')], editable=False, max_length=12, verbose_name='status before')),
                ('match', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.match', verbose_name='match')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='crm.matchfeedback')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='matchfeedback',
            index=models.Index(fields=['match', '-said_on', '-id'], name='feedback_match'),
        ),
        migrations.AddConstraint(
            model_name='matchfeedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'no'), _negated=True), models.Q(('kind', ''), _negated=True), _connector='OR'), name='feedback_no_with_reason', violation_error_message='Say why the match is rejected.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchfeedback',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "crm_matchfeedbackevent" ("answer", "created_at", "id", "is_demo", "kind", "match_id", "moved_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "said_by", "said_on", "side", "updated_at", "version", "words") VALUES (NEW."answer", NEW."created_at", NEW."id", NEW."is_demo", NEW."kind", NEW."match_id", NEW."moved_from", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."said_by", NEW."said_on", NEW."side", NEW."updated_at", NEW."version", NEW."words"); RETURN NULL;', hash='90db0a53e068cffa17608bccc7dc58edc28df891', operation='INSERT', pgid='pgtrigger_insert_insert_ad267', table='crm_matchfeedback', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchfeedback',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."match_id" IS DISTINCT FROM (NEW."match_id") OR OLD."moved_from" IS DISTINCT FROM (NEW."moved_from") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."said_by" IS DISTINCT FROM (NEW."said_by") OR OLD."said_on" IS DISTINCT FROM (NEW."said_on") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func='INSERT INTO "crm_matchfeedbackevent" ("answer", "created_at", "id", "is_demo", "kind", "match_id", "moved_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "said_by", "said_on", "side", "updated_at", "version", "words") VALUES (NEW."answer", NEW."created_at", NEW."id", NEW."is_demo", NEW."kind", NEW."match_id", NEW."moved_from", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."said_by", NEW."said_on", NEW."side", NEW."updated_at", NEW."version", NEW."words"); RETURN NULL;', hash='3702057cbaf97942775df5d5a7da0159b270e513', operation='UPDATE', pgid='pgtrigger_update_update_ecbb1', table='crm_matchfeedback', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchfeedback',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "crm_matchfeedbackevent" ("answer", "created_at", "id", "is_demo", "kind", "match_id", "moved_from", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "said_by", "said_on", "side", "updated_at", "version", "words") VALUES (OLD."answer", OLD."created_at", OLD."id", OLD."is_demo", OLD."kind", OLD."match_id", OLD."moved_from", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."said_by", OLD."said_on", OLD."side", OLD."updated_at", OLD."version", OLD."words"); RETURN NULL;', hash='f9c5b422153abe4c6301644f186136829f6e16dc', operation='DELETE', pgid='pgtrigger_delete_delete_fe6f0', table='crm_matchfeedback', when='AFTER')),
        ),
    ]
