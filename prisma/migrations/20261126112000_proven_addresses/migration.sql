-- Whether somebody has shown that an e-mail address is theirs: a provider vouched for it, or a link that only the
-- mailbox was sent came back. Who was invited has not: the inviter has the link as well (decision 067).
ALTER TABLE users ADD COLUMN email_proven_at TIMESTAMPTZ;
-- Only the person's own mailbox was sent this link: nobody who made it has seen it.
ALTER TABLE password_resets ADD COLUMN mailed_only BOOLEAN NOT NULL DEFAULT false;

-- Who could set the password of somebody who signs in at a provider would be that person wherever the provider's groups
-- lead, now or later. Temporary tables come last: nobody's own `users` stands in for ours.
CREATE OR REPLACE FUNCTION annex_belongs_elsewhere(person uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM users u WHERE u.id = person AND u.is_operator)
      OR EXISTS (SELECT FROM user_identities i WHERE i.user_id = person)
      OR EXISTS (SELECT FROM memberships m WHERE m.user_id = person AND m.tenant_id <> annex_tenant())
$$;
