namespace RunbookEngine.Simulator.Topologies;

/// <summary>What a user may do; roles of the user groups the user is in, together.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, overview of user management and access control.</remarks>
[Flags]
public enum Role
{
    None = 0,
    ViewOnly = 1,
    InitialConfiguration = 2,
    Provisioning = 4,
    LocalCopy = 8,
    RemoteCopy = 16,
    SystemResourceManagement = 32,
    SecurityAdministrator = 64,

    /// <summary>Member of the built-in Administrator user group.</summary>
    AdministratorGroup = 128,
    Administrator = ViewOnly | InitialConfiguration | Provisioning | LocalCopy | RemoteCopy | SystemResourceManagement
        | SecurityAdministrator | AdministratorGroup,
}
