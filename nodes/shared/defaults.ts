/** What the options start from, and hold when they are left out. */
export const DEFAULT_PARALLEL_REQUESTS = 5;
export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_RETRIES = 3;
