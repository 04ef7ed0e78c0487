-- Who is let in to an application whose access is restricted: whoever one of the rules fits (Management API contract §8.5).
CREATE TABLE application_access_users (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, user_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX application_access_users_by_user ON application_access_users (tenant_id, user_id);

CREATE TABLE application_access_user_roles (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, role_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX application_access_user_roles_by_role ON application_access_user_roles (tenant_id, role_id);

CREATE TABLE application_access_organizations (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, organization_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX application_access_organizations_by_organization
  ON application_access_organizations (tenant_id, organization_id);

CREATE TABLE application_access_organization_roles (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  organization_role_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, application_id, organization_id, organization_role_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_id) REFERENCES organizations (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, organization_role_id) REFERENCES organization_roles (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX application_access_organization_roles_by_organization
  ON application_access_organization_roles (tenant_id, organization_id);
CREATE INDEX application_access_organization_roles_by_role
  ON application_access_organization_roles (tenant_id, organization_role_id);

-- How the pages look on the way to one application; what is null is the tenant's.
CREATE TABLE application_sign_in_experiences (
  tenant_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  color JSONB NOT NULL,
  branding JSONB NOT NULL,
  custom_css TEXT,
  terms_of_use_url TEXT,
  privacy_policy_url TEXT,
  display_name TEXT,
  PRIMARY KEY (tenant_id, application_id),
  FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);

-- On which days, counted from 1970-01-01 in UTC, a user was issued tokens. A statistic: deleting a user leaves the days that were.
CREATE TABLE daily_active_users (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, day, user_id)
);
