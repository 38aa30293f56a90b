-- SPDX-License-Identifier: GPL-3.0-only
-- What a column of the catalogue may hold is checked when it is written. As CHECKs of the table these limits were read
-- and tried again with every change of stock, thousands of times a second, which never touches these columns.

CREATE DOMAIN product_name AS text
    CONSTRAINT product_name_length CHECK (char_length(VALUE) BETWEEN 1 AND 200);
CREATE DOMAIN price_in_minor_units AS bigint
    CONSTRAINT price_in_range CHECK (VALUE BETWEEN 0 AND 10000000000000);
CREATE DOMAIN currency_code AS text COLLATE "C"
    CONSTRAINT currency_is_iso_4217 CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN purchase_limit AS integer
    CONSTRAINT per_user_limit_positive CHECK (VALUE > 0);
CREATE DOMAIN hold_duration AS integer
    CONSTRAINT hold_seconds_in_range CHECK (VALUE BETWEEN 1 AND 86400);
CREATE DOMAIN extension_duration AS integer
    CONSTRAINT extension_seconds_in_range CHECK (VALUE BETWEEN 0 AND 86400);
CREATE DOMAIN stock_total AS integer
    CONSTRAINT stock_within_limit CHECK (VALUE <= 100000000);

ALTER TABLE products
    DROP CONSTRAINT product_name_length,
    DROP CONSTRAINT price_in_range,
    DROP CONSTRAINT currency_is_iso_4217,
    DROP CONSTRAINT per_user_limit_positive,
    DROP CONSTRAINT hold_seconds_in_range,
    DROP CONSTRAINT extension_seconds_in_range,
    DROP CONSTRAINT stock_within_limit,
    ALTER COLUMN name TYPE product_name,
    ALTER COLUMN price_minor TYPE price_in_minor_units,
    ALTER COLUMN currency TYPE currency_code,
    ALTER COLUMN per_user_limit TYPE purchase_limit,
    ALTER COLUMN hold_seconds TYPE hold_duration,
    ALTER COLUMN extension_seconds TYPE extension_duration,
    ALTER COLUMN total_stock TYPE stock_total;
