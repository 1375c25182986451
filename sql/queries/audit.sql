-- name: audit_insert
INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, target_id,
       refusal, ip, request_id, changes)
VALUES (:tenant_id, :id, :at, :actor_kind, :actor_id, :actor_name, :action, :target_id,
       :refusal, :ip, :request_id, :changes);

-- name: audit_list -> audit_row
-- Newest first.  Ids sort by time, so that :before and :behind bound the search.
SELECT id, at, actor_kind, actor_id, actor_name, tenant_id, action, target_id, refusal, ip,
       request_id, changes
  FROM audit
 WHERE tenant_id = :tenant_id AND id < :before AND id >= :behind
   AND (:actor_id IS NULL OR actor_id = :actor_id)
   AND (:target_id IS NULL OR target_id = :target_id)
   AND (:action IS NULL OR action = :action)
   AND (:from IS NULL OR at >= :from)
   AND (:to IS NULL OR at <= :to)
 ORDER BY id DESC
 LIMIT :limit;
