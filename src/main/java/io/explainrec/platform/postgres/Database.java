package io.explainrec.platform.postgres;

import java.util.Map;

/** How to reach a database. */
public record Database(String host, int port, String name, String user, String password) {
    /** Failures come without the row that met them, since logs outlive a person's erasure. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?logServerErrorDetail=false";
    }

    /** The same as the settings that Quarkus reads. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url", jdbcUrl(),
                "quarkus.datasource.username", user,
                "quarkus.datasource.password", password);
    }

    @Override
    public String toString() {
        return name + " on " + host + ":" + port + " as " + user;
    }
}
