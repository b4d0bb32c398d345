/** What differs from one environment to the next. Everything else is written once, in the constructs. */
export interface Settings {
  /** Ends every physical name, so that two environments fit in one account: `pr1234`, `staging`, `prod`. */
  readonly suffix: string;
  readonly region: string;
  /** The release whose Lambda packages are deployed; CI uploads them before it synthesizes. */
  readonly release: string;
}

export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const suffix = env.ENVIRONMENT_SUFFIX;
  if (!suffix || !/^[a-z0-9]{2,12}$/.test(suffix)) {
    throw new Error("ENVIRONMENT_SUFFIX must be 2 to 12 lower-case letters and digits, such as pr1234");
  }
  return { suffix, region: "us-east-1", release: env.PAYMENTS_RELEASE ?? "2.14.0" };
}

/** The one place where physical names are made. */
export class Names {
  constructor(private readonly settings: Settings) {}

  of(part: string): string {
    return `payments-${part}-${this.settings.suffix}`;
  }

  /** Pull-request environments are destroyed by CI; nothing in them may stand in the way of that. */
  get ephemeral(): boolean {
    return this.settings.suffix !== "prod";
  }
}
