-- Where on earth these networks were when they were used last, in tenths of a degree, as the operator's proxy tells it.
ALTER TABLE sign_in_places ADD COLUMN latitude BIGINT;
ALTER TABLE sign_in_places ADD COLUMN longitude BIGINT;
