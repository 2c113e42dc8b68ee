package io.explainrec.platform.postgres;

import java.nio.file.Path;

/** What is set differently from PostgreSQL's own defaults, and why. */
final class PostgresSettings {
    private PostgresSettings() {}

    static String text(Path socket) {
        return """

                # ExplainRec
                listen_addresses = '127.0.0.1'
                unix_socket_directories = '%s'
                unix_socket_permissions = 0700
                max_connections = 60
                # Histories, neighbours and vectors of a shop of a million events fit in this.
                shared_buffers = '256MB'
                # HNSW indexes are built in memory up to this size.
                maintenance_work_mem = '256MB'
                # Bulk imports would else checkpoint every few seconds.
                max_wal_size = '2GB'
                random_page_cost = 1.1
                timezone = 'UTC'
                log_timezone = 'UTC'
                # Statements may carry personal data; errors are logged without them.
                log_min_error_statement = panic
                log_error_verbosity = terse
                log_parameter_max_length_on_error = 0
                """.formatted(socket);
    }
}
