-- Each sign-in wrote a page of each of these, for the job alone that removes what has ended. It looks at the rows themselves now, a part at a time.
DROP INDEX authorization_codes_by_expiry;
DROP INDEX access_tokens_by_expiry;
DROP INDEX refresh_tokens_by_expiry;
DROP INDEX interactions_by_expiry;
DROP INDEX sessions_by_expiry;
DROP INDEX grants_by_expiry;
