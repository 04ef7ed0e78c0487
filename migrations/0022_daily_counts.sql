-- How much there was of something on each day, for the dashboard: kept beside the rows, so that a month of it costs the same whether a day had ten
-- of them or a million. Spread over shards as `counters` are. Days are numbered from 1970-01-01, in UTC.
CREATE TABLE daily_counts (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  day BIGINT NOT NULL,
  shard BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, name, day, shard)
);

CREATE INDEX daily_counts_by_day ON daily_counts (tenant_id, day);

INSERT INTO daily_counts (tenant_id, name, day, shard, value)
SELECT tenant_id, 'users', created_at / 86400000, 0, COUNT(*) FROM users GROUP BY tenant_id, created_at / 86400000;

INSERT INTO daily_counts (tenant_id, name, day, shard, value)
SELECT tenant_id, 'organizations', created_at / 86400000, 0, COUNT(*) FROM organizations GROUP BY tenant_id, created_at / 86400000;
