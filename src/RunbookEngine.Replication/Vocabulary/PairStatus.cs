namespace RunbookEngine.Replication.Vocabulary;

/// <summary>Status of one side of a pair, spelt as the arrays spell it (CCI status words).</summary>
/// <remarks>Source: REST API guide MK-98RD9014, the pair status pages of ShadowImage, TrueCopy/Universal Replicator,
/// global-active device and Thin Image. A word this list lacks is read as <see cref="Unknown"/>, never as an error.</remarks>
public enum PairStatus
{
    /// <summary>Not reported, or a word we do not know; the other array may be unreachable.</summary>
    Unknown,
    SMPL,
    COPY,
    RCPY,
    PAIR,
    PFUL,
    PSUS,
    SSUS,
    PFUS,
    PSUE,
    SSWS,
    /// <summary>global-active device, waiting in the copy queue; REST shows COPY.</summary>
    INIT,
    /// <summary>Thin Image, being deleted.</summary>
    SMPP,
    /// <summary>Thin Image, being split on the clone path.</summary>
    PSUP,
    /// <summary>Thin Image, clone copy.</summary>
    CPYP,
    /// <summary>Thin Image, clone related.</summary>
    SSUP,
}
