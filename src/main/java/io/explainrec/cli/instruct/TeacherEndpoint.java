package io.explainrec.cli.instruct;

import io.explainrec.cli.command.CommandException;
import java.net.URI;
import java.util.Set;

/**
 * Where a teacher is asked, by OpenAI's protocol for chats.
 *
 * @param url without {@code /chat/completions}, as {@code https://host/v1}
 * @param model its name there
 * @param key null where the endpoint asks for none
 */
record TeacherEndpoint(URI url, String model, String key) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @throws CommandException naming what is missing, or where a key would travel in the open
     */
    TeacherEndpoint {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null) {
            throw new CommandException(
                    "--teacher is no address of an endpoint; expected one such as https://host/v1, with the"
                            + " key in the environment alone");
        }
        if (model == null || model.isBlank()) {
            throw new CommandException("--teacher has no --teacher-model; give the model's name at that endpoint");
        }
        if (key != null && "http".equals(url.getScheme()) && !THIS_MACHINE.contains(url.getHost())) {
            throw new CommandException("--teacher " + url + " would get the key unencrypted; give an https address");
        }
    }

    /** What is called. */
    URI chat() {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + url;
    }
}
