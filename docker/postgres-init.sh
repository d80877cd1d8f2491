#!/bin/sh
# Roles and databases, made when the PostgreSQL volume is empty. The passwords come from portal.env.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres <<SQL
CREATE ROLE govopen LOGIN PASSWORD '$POSTGRES_PASSWORD';
CREATE ROLE govopen_ro LOGIN PASSWORD '$POSTGRES_PASSWORD';
CREATE DATABASE govopen OWNER govopen ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE govopen_datastore OWNER govopen ENCODING 'UTF8' TEMPLATE template0;
SQL
