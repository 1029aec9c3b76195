"""The check-digit rule of corporate numbers, as a function that constraints can call.

National Tax Agency: first digit = 9 - (Σ Pn·Qn mod 9) over the last twelve digits, where Pn counts
from the right and Qn is 1 for odd n and 2 for even n. NULL stays NULL, so an empty column passes.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION corporate_number_valid(number text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN number !~ '^[1-9][0-9]{12}$' THEN false
    ELSE left(number, 1)::int = 9 - (
        SELECT sum(substr(number, 14 - n, 1)::int * CASE n % 2 WHEN 1 THEN 1 ELSE 2 END) % 9
        FROM generate_series(1, 12) AS n
    )
END
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION corporate_number_valid(text)"),
    ]
