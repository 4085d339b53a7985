/**
 * What Terraform, its google provider and Google's libraries read: where programs, homes and temporary files are, how to
 * reach the network, credentials, and settings of Go's runtime. Nothing else of a runner's environment is theirs.
 */
const NEEDED =
  /^(PATH|HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|TMPDIR|TMP|TEMP|LANG|LC_.*|XDG_.*|SSL_CERT_(FILE|DIR)|(HTTPS?|ALL|NO)_PROXY|TF_.*|GOOGLE_.*|CLOUDSDK_.*|GCE_METADATA_.*|GO(GC|MEMLIMIT|MAXPROCS|DEBUG))$/i;

/**
 * What would change which resources, state, variables or providers a command means behind its caller's back, and what
 * lets a provider that was installed before past the lock file.
 */
const DROPPED =
  /^(TF_CLI_ARGS(_.*)?|TF_WORKSPACE|TF_DATA_DIR|TF_INPUT|TF_VAR_.*|TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE)$/;

/** Environment for terraform: what it needs of ours, then `extra`, then what running without a person needs. */
export function terraformEnvironment(
  inherited: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => NEEDED.test(name) && !DROPPED.test(name));
  return {
    ...Object.fromEntries(kept),
    ...extra,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
  };
}
