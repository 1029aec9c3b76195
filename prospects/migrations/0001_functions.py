"""The check-digit rule of corporate numbers, as a function that constraints can call.

National Tax Agency: first digit = 9 - (Σ Pn·Qn mod 9) over the last twelve digits, where Pn counts
from the right and Qn is 1 for odd n and 2 for even n. NULL stays NULL, so an empty column passes.

A load of the register asks it once a row, so it does not add up digits one by one: a whole number
and the sum of its digits leave the same remainder mod 9, so the weighted sum is the number itself
plus the number made of the digits with weight 2, which translate() picks by position.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION corporate_number_valid(number text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN number !~ '^[1-9][0-9]{12}$' THEN false
    ELSE (number::bigint + translate('2468ac', '123456789abcd', number)::int) % 9 = 0
END
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION corporate_number_valid(text)"),
    ]
