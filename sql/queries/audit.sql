-- name: audit_insert
INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, target_id,
       refusal, ip, request_id, changes)
VALUES (:tenant_id, :id, :at, :actor_kind, :actor_id, :actor_name, :action, :target_id,
       :refusal, :ip, :request_id, :changes);

-- name: audit_list -> audit_row
-- Newest first.  Ids sort by time, so that :before and :behind bound the search.
-- People are named by their accounts, as long as there are such.
SELECT e.id, e.at, e.actor_kind, e.actor_id, COALESCE(a.email, e.actor_name) AS actor_name,
       e.tenant_id, e.action, e.target_id, e.refusal, e.ip, e.request_id, e.changes
  FROM audit e
  LEFT JOIN account a ON a.id = e.actor_id
 WHERE e.tenant_id = :tenant_id AND e.id < :before AND e.id >= :behind
   AND (:actor_id IS NULL OR e.actor_id = :actor_id)
   AND (:target_id IS NULL OR e.target_id = :target_id)
   AND (:action IS NULL OR e.action = :action)
   AND (:from IS NULL OR e.at >= :from)
   AND (:to IS NULL OR e.at <= :to)
 ORDER BY e.id DESC
 LIMIT :limit;
