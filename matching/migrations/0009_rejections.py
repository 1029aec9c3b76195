"""Rejections of a kind, and what is left of a priority after those of a group."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0008_seven_parts_and_ties'),
        ('prospects', '0020_names_of_legal_forms'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='match',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='match',
            name='delete_delete',
        ),
        migrations.RenameModel('MatchCompanyNeedStatusRejectedBecauseScoreEvent', 'MatchEvent'),
        migrations.RemoveConstraint(
            model_name='match',
            name='match_rejected_with_reason',
        ),
        migrations.AddField(
            model_name='match',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='objection answered'),
        ),
        migrations.AddField(
            model_name='match',
            name='look_again_on',
            field=models.DateField(blank=True, null=True, verbose_name='look again on'),
        ),
        migrations.AddField(
            model_name='match',
            name='reasons_then',
            field=models.JSONField(blank=True, null=True, verbose_name='reasons when rejected'),
        ),
        migrations.AddField(
            model_name='match',
            name='rejected_by',
            field=models.CharField(blank=True, choices=[('agency', 'the officer'), ('firm', 'the Korean firm'), ('company', 'the Japanese company')], db_default='', default='', max_length=8, verbose_name='whose rejection'),
        ),
        migrations.AddField(
            model_name='match',
            name='rejected_kind',
            field=models.CharField(blank=True, choices=[('capability', 'Wrong process or quality'), ('precision', 'Precision or part size not enough'), ('certificate', 'Certificate missing'), ('capacity', 'No capacity to spare'), ('price', 'Price too high'), ('finances', 'Finances too weak'), ('abroad', 'No interest in going abroad'), ('ties', 'Already supplied, or tied to a competitor'), ('timing', 'Not now: later'), ('unreachable', 'Could not be reached'), ('other', 'Another reason')], db_default='', default='', max_length=12, verbose_name='reason of the rejection'),
        ),
        migrations.AddField(
            model_name='match',
            name='setback',
            field=models.FloatField(db_default=1, default=1, verbose_name='setback'),
        ),
        migrations.AddField(
            model_name='matchevent',
            name='look_again_on',
            field=models.DateField(blank=True, null=True, verbose_name='look again on'),
        ),
        migrations.AddField(
            model_name='matchevent',
            name='rejected_by',
            field=models.CharField(blank=True, choices=[('agency', 'the officer'), ('firm', 'the Korean firm'), ('company', 'the Japanese company')], db_default='', default='', max_length=8, verbose_name='whose rejection'),
        ),
        migrations.AddField(
            model_name='matchevent',
            name='rejected_kind',
            field=models.CharField(blank=True, choices=[('capability', 'Wrong process or quality'), ('precision', 'Precision or part size not enough'), ('certificate', 'Certificate missing'), ('capacity', 'No capacity to spare'), ('price', 'Price too high'), ('finances', 'Finances too weak'), ('abroad', 'No interest in going abroad'), ('ties', 'Already supplied, or tied to a competitor'), ('timing', 'Not now: later'), ('unreachable', 'Could not be reached'), ('other', 'Another reason')], db_default='', default='', max_length=12, verbose_name='reason of the rejection'),
        ),
        # A generated column cannot be altered: it is made anew, with its indexes.
        migrations.RemoveIndex(model_name="match", name="match_need_rank"),
        migrations.RemoveIndex(model_name="match", name="match_company_rank"),
        migrations.RemoveIndex(model_name="match", name="match_rank"),
        migrations.RemoveField(model_name="match", name="priority"),
        migrations.AddField(
            model_name='match',
            name='priority',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('setback'), '*', django.db.models.functions.comparison.Least(models.F('score'), django.db.models.expressions.CombinedExpression(models.Value(0.4), '+', django.db.models.expressions.CombinedExpression(models.F('confidence'), '*', django.db.models.expressions.CombinedExpression(models.F('score'), '-', models.Value(0.4)))))), output_field=models.FloatField(), verbose_name='priority'),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["need", "-priority", "id"], name="match_need_rank"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["company", "-priority", "id"], name="match_company_rank"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["-priority", "id"], name="match_rank"),
        ),
        # What was rejected before there were kinds has a reason in words only.
        migrations.RunSQL(
            [
                "UPDATE matching_match SET rejected_kind = 'other', rejected_by = 'agency' "
                "WHERE status = 'rejected'",
                # No index is made while a constraint still waits for the end of the transaction.
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='matchevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='company_need_status_rejected_kind_rejected_by_rejected_because_look_again_on_score_events', to='matching.match'),
        ),
        migrations.AddIndex(
            model_name='match',
            index=models.Index(condition=models.Q(('status', 'rejected')), fields=['rejected_kind', '-status_at'], name='match_rejected'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='match',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."look_again_on" IS DISTINCT FROM (NEW."look_again_on") OR OLD."rejected_because" IS DISTINCT FROM (NEW."rejected_because") OR OLD."rejected_by" IS DISTINCT FROM (NEW."rejected_by") OR OLD."rejected_kind" IS DISTINCT FROM (NEW."rejected_kind") OR OLD."status" IS DISTINCT FROM (NEW."status"))', func='INSERT INTO "matching_matchevent" ("company_id", "look_again_on", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejected_because", "rejected_by", "rejected_kind", "score", "status") VALUES (NEW."company_id", NEW."look_again_on", NEW."need_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rejected_because", NEW."rejected_by", NEW."rejected_kind", NEW."score", NEW."status"); RETURN NULL;', hash='3af0f02d5337d989d649e180b015a8971f166527', operation='UPDATE', pgid='pgtrigger_update_update_93729', table='matching_match', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='match',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'suggested\'))', func='INSERT INTO "matching_matchevent" ("company_id", "look_again_on", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejected_because", "rejected_by", "rejected_kind", "score", "status") VALUES (OLD."company_id", OLD."look_again_on", OLD."need_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rejected_because", OLD."rejected_by", OLD."rejected_kind", OLD."score", OLD."status"); RETURN NULL;', hash='8889d056ed60f30fd548f24b30b12452c9cbc939', operation='DELETE', pgid='pgtrigger_delete_delete_9ec03', table='matching_match', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(('setback__gt', 0), ('setback__lte', 1)), name='match_setback_range'),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(models.Q(('rejected_kind', ''), _negated=True), models.Q(('rejected_kind', 'other'), _negated=True)), models.Q(('rejected_because', ''), _negated=True), _connector='OR'), name='match_rejected_with_reason', violation_error_message='Say why the match is rejected.'),
        ),
    ]
