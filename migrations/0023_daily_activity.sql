-- How many audit records of each kind there were on each day, for the chart of the log: kept beside the records, so that a day costs the same whether
-- it had ten of them or a million. Days are numbered from 1970-01-01, in UTC.
CREATE TABLE daily_events (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day BIGINT NOT NULL,
  key TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, day, key)
);

INSERT INTO daily_events (tenant_id, day, key, value)
SELECT tenant_id, created_at / 86400000, key, COUNT(*) FROM audit_logs GROUP BY tenant_id, created_at / 86400000, key;

-- How many users were active on each day, by the number of days since they were active before: 0 where that is thirty days ago or more, or was never.
-- Who was active in a week or a month is counted from it, without looking at the users of each day. Spread over shards as `counters` are.
CREATE TABLE daily_returns (
  tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day BIGINT NOT NULL,
  gap BIGINT NOT NULL,
  shard BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, day, gap, shard)
);

INSERT INTO daily_returns (tenant_id, day, gap, shard, value)
SELECT tenant_id, day, CASE WHEN since < 30 THEN since ELSE 0 END, 0, COUNT(*) FROM (
  SELECT tenant_id, day, day - LAG(day) OVER (PARTITION BY tenant_id, user_id ORDER BY day) AS since FROM daily_active_users) AS steps
GROUP BY tenant_id, day, CASE WHEN since < 30 THEN since ELSE 0 END;

-- Records of all kinds but those that there are many of: one of these is found by reading the log from its end.
CREATE INDEX IF NOT EXISTS audit_logs_by_key ON audit_logs (tenant_id, key, id) WHERE substr(key, 1, 16) <> 'ExchangeTokenBy.';
