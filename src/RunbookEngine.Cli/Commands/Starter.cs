namespace RunbookEngine.Cli.Commands;

/// <summary>The runbook that <c>runbook new</c> writes: small, valid, and true to what people do first.</summary>
internal static class Starter
{
    public const string Text = """
        # {{name}}: what it is for, and when to use it.
        #
        # Check it:     runbook validate {{name}}.yaml
        # See it:       runbook plan {{name}}.yaml --environment env.yaml
        # Carry it out: runbook run {{name}}.yaml --environment env.yaml
        runbook: v1
        name: {{name}}
        description: Split the mirrors of an application, do something with the copies, resync.

        # Values that may differ from run to run: --input app=billing
        inputs:
          app: { type: string, default: erp, description: application whose mirrors are split }

        # A run touches the copy groups of its targets and nothing else.
        targets:
          mirrors:
            technology: universal-replicator    # or shadow-image, truecopy, global-active-device, thin-image
            array: tokyo                        # alias from the environment file
            copyGroups: ["${{ inputs.app }}-ur-*"]

        # When a step fails: rollback takes back what was done, in reverse order; hold waits for a person; abort stops.
        onFailure: rollback

        steps:
          - id: healthy
            name: All mirrors replicate
            pair.assert: { on: mirrors, status: PAIR }

          - id: split
            name: Split the mirrors, S-VOLs readable and writable
            pair.split: { on: mirrors, svolAccess: read-write }
            wait: { for: [PSUS, SSUS], failOn: [PSUE], timeout: 40m, stall: 10m }
            # rollback: auto is the default of pair verbs: back to the status seen before the step

          - id: work
            name: Use the copies
            command: { run: ["/bin/echo", "working with the copies of", "${{ inputs.app }}"], onUnknown: hold }
            timeout: 30m
            rollback: { none: "reading the copies leaves nothing behind" }

          - id: resync
            name: Resync the mirrors
            pair.resync: { on: mirrors }
            wait: { for: [PAIR], failOn: [PSUE], timeout: 60m }

        """;
}
