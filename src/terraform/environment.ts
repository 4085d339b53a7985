/** What would change which resources, state or variables a command means behind its caller's back. */
const DROPPED = /^(TF_CLI_ARGS(_.*)?|TF_WORKSPACE|TF_DATA_DIR|TF_INPUT)$/;

/** Environment for terraform: ours, then `extra`, then what running without a person needs. */
export function terraformEnvironment(
  inherited: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !DROPPED.test(name));
  return {
    ...Object.fromEntries(kept),
    ...extra,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
  };
}
