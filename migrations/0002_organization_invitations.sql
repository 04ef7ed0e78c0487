-- Invitations to organizations and what users join on their own when they register (Management API contract §2.5, §4).

-- A pending row whose end has passed reads as expired; it is marked so when the same address is invited again.
CREATE TABLE organization_invitations (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  inviter_id TEXT,
  invitee TEXT NOT NULL,
  invitee_folded TEXT NOT NULL,
  status TEXT NOT NULL,
  accepted_user_id TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, inviter_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, accepted_user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX organization_invitations_invitee_key
  ON organization_invitations (tenant_id, organization_id, invitee) WHERE status = 'Pending';
CREATE INDEX organization_invitations_by_creation ON organization_invitations (tenant_id, created_at, id);
CREATE INDEX organization_invitations_by_organization ON organization_invitations (tenant_id, organization_id, invitee_folded);
CREATE INDEX organization_invitations_by_invitee ON organization_invitations (tenant_id, invitee_folded);
CREATE INDEX organization_invitations_by_inviter ON organization_invitations (tenant_id, inviter_id);
CREATE INDEX organization_invitations_by_accepted_user ON organization_invitations (tenant_id, accepted_user_id);

CREATE TABLE organization_invitation_roles (
  tenant_id TEXT NOT NULL,
  invitation_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, invitation_id, organization_role_id),
  FOREIGN KEY (tenant_id, invitation_id) REFERENCES organization_invitations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_invitation_roles_by_role ON organization_invitation_roles (tenant_id, organization_role_id);

-- Whoever registers with an address of the domain, spelt exactly so, joins the organization.
CREATE TABLE organization_jit_email_domains (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  email_domain TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, email_domain),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_jit_email_domains_by_domain ON organization_jit_email_domains (tenant_id, email_domain);

-- The roles that whoever joins so gets.
CREATE TABLE organization_jit_roles (
  tenant_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, organization_id, organization_role_id),
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX organization_jit_roles_by_role ON organization_jit_roles (tenant_id, organization_role_id);
