package io.explainrec.cli.fusion;

import picocli.CommandLine.Command;

/** Fusions of texts and pictures into one vector an item. */
@Command(
        name = "fusion",
        description = "Fits, shows and activates fusions of items' texts and pictures into one vector each.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FusionFitCommand.class,
            FusionShowCommand.class,
            FusionActivateCommand.class,
            FusionListCommand.class
        })
public class FusionCommand {}
