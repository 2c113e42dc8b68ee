/** PostgreSQL with pgvector that the installation runs for itself. */
package io.explainrec.platform.postgres;
