# SPDX-License-Identifier: MIT
"""What clients were told against what the database holds."""

import dataclasses

PRESENT = {
    "credit": "SELECT reference AS name, COUNT(*) AS n FROM credit_use WHERE reference LIKE %s GROUP BY reference",
    "invite": "SELECT SUBSTRING_INDEX(email, '@', 1) AS name, COUNT(*) AS n FROM invitation"
              " WHERE email LIKE %s GROUP BY email",
}

# Nothing is half done: a booking and its sum, an invitation and its person, a change and its event.
WHOLE = {
    "a sum of credits": "SELECT t.id FROM tenant t WHERE t.credits_used <>"
                        " (SELECT COALESCE(SUM(u.amount), 0) FROM credit_use u WHERE u.tenant_id = t.id)",
    "an invitation without its person": "SELECT i.id FROM invitation i LEFT JOIN membership m"
        " ON m.tenant_id = i.tenant_id AND m.account_id = i.account_id WHERE i.email LIKE %s AND m.tenant_id IS NULL",
    "a booking without its event": "SELECT u.tenant_id FROM credit_use u WHERE u.reference LIKE %s GROUP BY u.tenant_id"
        " HAVING COUNT(*) > (SELECT COUNT(*) FROM audit a WHERE a.tenant_id = u.tenant_id AND a.action = 'credit.use')",
    "a mail with its invitation missing": "SELECT m.id FROM mail m LEFT JOIN invitation i ON i.id = m.invitation_id"
        " WHERE m.to_key LIKE %s AND i.id IS NULL",
}


@dataclasses.dataclass
class Balance:
    """Calls whose effect is missing, calls that took effect twice, and what is half done."""
    lost: int = 0
    doubled: int = 0
    halves: tuple = ()


def balance(tables, load):
    told = {"credit": load.acknowledged("credit"), "invite": load.acknowledged("invite", "mail")}
    found = Balance()
    for kind, sql in PRESENT.items():
        present = {row.name: row.n for row in tables.rows(sql, f"{load.run}-%")}
        found.lost += len(told[kind] - present.keys())
        found.doubled += sum(n - 1 for n in present.values())
    found.halves = tuple(what for what, sql in WHOLE.items()
                         if tables.rows(sql + " LIMIT 1", *[f"{load.run}-%"] * sql.count("%s")))
    return found
