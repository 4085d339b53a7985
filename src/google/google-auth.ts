// A bundle that is split into parts knows the library's exports here, and not where it is imported as it is needed.
export { GoogleAuth } from "google-auth-library";
