package io.explainrec.cli.server;

import io.explainrec.platform.identity.FirstStart;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a person needs to know when the server is ready. */
final class Greeting {
    private Greeting() {}

    static String of(Installation installation, int port) {
        String at = "http://127.0.0.1:" + port;
        String var = installation.option();
        Path passwords = installation.secrets().resolve(FirstStart.PASSWORDS);
        String signIn = Files.exists(passwords)
                ? "Accounts and their passwords are in " + passwords + ".\n"
                : "Accounts: ./explainrec account list" + var + "; one's new password: ./explainrec account reset NAME"
                        + var + "\n";
        Path token = installation.secrets().resolve(FirstStart.TOKEN);
        if (!Files.exists(token)) {
            signIn += "The shop's token is not in " + token + "; another: ./explainrec token create NAME" + var + "\n";
        }
        return """

                ExplainRec is ready: %s
                %sAsk for recommendations:

                  curl -s %s/api/v1/recommendations \\
                    -H "Authorization: Bearer $(cat '%s')" \\
                    -H "Content-Type: application/json" \\
                    -d '{"namespace": "demo", "user": "user-001", "domain": "films", "count": 5}'

                The user and the films are the demo shop's; in a shop without it, name your own.
                """.formatted(at, signIn, at, token);
    }
}
