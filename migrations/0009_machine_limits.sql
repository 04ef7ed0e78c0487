-- Which organizations a role for machines is limited to. The flag is a column of its own: a role whose organizations are all gone
-- reaches none, not every one.

ALTER TABLE roles ADD COLUMN is_limited BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE role_organizations (
  tenant_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, role_id, organization_id),
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX role_organizations_by_organization ON role_organizations (tenant_id, organization_id);
