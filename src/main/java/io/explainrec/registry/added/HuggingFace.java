package io.explainrec.registry.added;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Downloads by the user's own command-line program of Hugging Face, with whatever token, mirror and proxy it is set up for. */
public final class HuggingFace {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Matches *.bin and *.pth, the same weights in a form that is not read. One pattern, since the older program takes several
     * behind one option and the newer one an option for each.
     */
    private static final String OTHER_WEIGHTS = "*.[bp][it][nh]";

    private final List<String> programs;

    public HuggingFace() {
        this(List.of("hf", "huggingface-cli"));
    }

    /**
     * @param programs tried in this order
     */
    HuggingFace(List<String> programs) {
        this.programs = List.copyOf(programs);
    }

    /** Whether a text is written as ids are, organisation/name. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Downloads a model into a folder, which need not exist; what an earlier try left there is gone on with.
     *
     * @throws AddedModelException where no program is installed or it fails, saying what to do
     */
    public void download(String id, Path folder) {
        for (String program : programs) {
            Process process;
            try {
                process = new ProcessBuilder(List.of(
                                program, "download", id, "--local-dir", folder.toString(), "--exclude", OTHER_WEIGHTS))
                        .inheritIO()
                        .start();
            } catch (IOException absent) {
                continue;
            }
            await(process, program, id);
            return;
        }
        throw new AddedModelException("an id at Hugging Face needs its program hf, and none was found: install it (pip"
                + " install huggingface_hub) and start again, or run 'hf download " + id
                + " --local-dir FOLDER' elsewhere and './explainrec model add FOLDER' here");
    }

    private static void await(Process process, String program, String id) {
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new AddedModelException(program + " could not download " + id + " (it ended with " + code
                        + ", its reason is above); mend that and start again: what was downloaded is kept");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new AddedModelException("interrupted while " + program + " downloaded " + id, e);
        }
    }
}
