"""A believable agency at work, wholly fictional: for showing, trying and testing the product.

Every row is flagged `is_demo`. Companies have no corporate number, as any valid one could be a real
company's; addresses, telephone numbers and web sites are of kinds that cannot exist.
`crm.demo.loading.load_demo` makes it, `crm.demo.dropping.drop_demo` removes exactly it.
"""

# The four who sign in, by role. The password is public, so the set is refused in production.
DEMO_SIGN_INS = ("officer", "manager", "analyst", "admin")
DEMO_PASSWORD = "dongban-demo"  # noqa: S105
# What the demo agencies' applications sign in to the interface with (client credentials).
DEMO_CLIENT_SECRET = "dongban-demo-agency-secret"  # noqa: S105
