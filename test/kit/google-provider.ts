/** What integration tests use to get the real google provider. */
export {
  ensureGoogleProvider,
  GOOGLE_PROVIDER_VERSION,
} from "../../scripts/ensure-google-provider.ts";
