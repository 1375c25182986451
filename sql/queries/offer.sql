-- name: offer_get -> offer_row
-- All that accepting an invitation has to know of it.  The role is that of the membership,
-- which waits as it was offered; beyond it the inviter answers for what he offered himself.
SELECT i.id, i.tenant_id, i.account_id, i.status, i.invited_by,
       b.first_name AS inviter_first_name, b.last_name AS inviter_last_name,
       i.first_name, i.last_name, i.permissions, m.status AS member_status, m.role_id,
       EXISTS (SELECT 1 FROM membership o
                WHERE o.account_id = i.account_id AND o.tenant_id <> i.tenant_id
                  AND o.status <> 'pending') AS elsewhere
  FROM invitation i
  JOIN membership m ON m.tenant_id = i.tenant_id AND m.account_id = i.account_id
  LEFT JOIN account b ON b.id = i.invited_by
 WHERE i.tenant_id = :tenant_id AND i.id = :id;

-- name: offer_accept
-- Of two links of one invitation one is the first.
UPDATE invitation SET status = 'accepted', accepted_at = :now, version = version + 1
 WHERE tenant_id = :tenant_id AND id = :id AND status = 'pending';

-- name: offer_activate
-- then: known_outdate_account
UPDATE membership SET status = 'active', version = version + 1
 WHERE tenant_id = :tenant_id AND account_id = :account_id AND status IN ('pending', 'active');
