package dev.earsight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads what every verb needs, while the launcher records it for faster starts. Hidden. */
@Command(name = "warm-up", hidden = true, description = "Loads classes for the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        CommandLine all = new CommandLine(new CommandLine.HelpCommand());
        return all.getUsageMessage().isEmpty() ? 1 : 0;
    }
}
