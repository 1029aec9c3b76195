"""Database triggers that mark a company as soon as one of its facts changes. Pure.

Readiness is worked out from a dozen tables, which forms, imports, merges, the admin and commands
write, some of them in plain SQL. A trigger sees all of them. It fires once a statement and only
adds rows (`prospects_readinessmark`), so it makes nobody wait. Migrations run what `marking` gives;
after a change here, a new one does.
"""

from __future__ import annotations

#: Table → the companies whose readiness rests on `changed`, rows of that table.
FACTS = {
    "prospects_companycustomer": "SELECT company_id FROM changed",
    "prospects_companyfinancials": "SELECT company_id FROM changed",
    "prospects_expansionintent": "SELECT company_id FROM changed",
    "prospects_overseasbase": "SELECT company_id FROM changed",
    "prospects_companycapability": "SELECT company_id FROM changed",
    "prospects_companycertificate": "SELECT company_id FROM changed",
    "prospects_programmeuse": "SELECT company_id FROM changed",
    "prospects_cooperativemembership": "SELECT company_id FROM changed",
    "prospects_groupplan": """
        SELECT member.company_id FROM changed
        JOIN prospects_cooperativemembership AS member USING (cooperative_id)
    """,
    "prospects_clustercensus": """
        SELECT company.id FROM changed JOIN prospects_company AS company USING (cluster_id)
    """,
}
#: Tables of which few changes matter: what of them does, by event.
COMPANIES = {
    "INSERT": "SELECT id FROM new_rows",
    "UPDATE": """
        SELECT id FROM new_rows JOIN old_rows USING (id)
        WHERE new_rows.cluster_id IS DISTINCT FROM old_rows.cluster_id
    """,
}
PROGRAMMES = {
    "UPDATE": """
        SELECT used.company_id FROM new_rows JOIN old_rows USING (id)
        JOIN prospects_programmeuse AS used ON used.programme_id = new_rows.id
        WHERE new_rows.kind <> old_rows.kind
    """,
}
#: Those of the top floor: its migration runs them.
INSPECTIONS = {
    "crm_activity": """
        SELECT company_id FROM changed
        WHERE kind IN ('visit', 'delegation') AND status = 'done' AND company_id IS NOT NULL
    """,
    "crm_dealinvestor": "SELECT company_id FROM changed",
}
DEALS = {
    "UPDATE": """
        SELECT investor.company_id FROM new_rows JOIN old_rows USING (id)
        JOIN crm_dealinvestor AS investor ON investor.deal_id = new_rows.id
        WHERE new_rows.site_visit_on IS DISTINCT FROM old_rows.site_visit_on
    """,
}

_SEEN = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
_MADE = """
    CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO prospects_readinessmark (company_id)
        SELECT DISTINCT company_id FROM ({companies}) AS found (company_id);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table}
    REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def every(companies: str) -> dict[str, str]:
    """What every event on a table marks, from a query over `changed`."""
    both = "SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows"
    rows = {"INSERT": "TABLE new_rows", "UPDATE": both, "DELETE": "TABLE old_rows"}
    return {event: f"WITH changed AS ({seen}) {companies}" for event, seen in rows.items()}


def marking(table: str, events: dict[str, str]) -> tuple[str, str]:
    """SQL that makes the triggers of a table, and SQL that takes them away."""
    made, gone = [], []
    for event, companies in events.items():
        name = f"{table}_readiness_{event.lower()}"
        made.append(
            _MADE.format(
                name=name, table=table, event=event, seen=_SEEN[event], companies=companies
            )
        )
        gone.append(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();")
    return "\n".join(made), "\n".join(gone)
