"""The check digit without a function call a row.

PostgreSQL puts the body of an SQL function in the place of its call only if it can prove that a
STRICT function's body is strict too, and of CASE it cannot. Without the word the answer for NULL is
the same, and a load of the register spends a tenth of the time on it.
"""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION corporate_number_valid(number text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN number !~ '^[1-9][0-9]{12}$' THEN false
    ELSE (number::bigint + translate('2468ac', '123456789abcd', number)::int) % 9 = 0
END
"""
# Trimming digits takes half the time of the regular expression.
AFTER = """
CREATE OR REPLACE FUNCTION corporate_number_valid(number text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN octet_length(number) <> 13 OR ltrim(number, '0123456789') <> '' THEN false
    WHEN starts_with(number, '0') THEN false
    ELSE (number::bigint + translate('2468ac', '123456789abcd', number)::int) % 9 = 0
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0005_merged_companies"),
    ]
    operations = [
        migrations.RunSQL(AFTER, BEFORE),
    ]
