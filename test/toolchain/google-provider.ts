/** What integration tests use to get the real google provider. */
export {
  ensureGoogleProvider,
  GOOGLE_PROVIDER_VERSION,
  type GoogleProviderSource,
} from "../../scripts/ensure-google-provider.ts";
