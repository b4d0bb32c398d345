export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  /** Actions and resources are always lists here: one shape to read, one shape to test. */
  readonly Action: string[];
  readonly Resource: string[];
  readonly Principal?: Record<string, string> | "*";
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export function policyDocument(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function allow(actions: string[], resources: string[]): Statement {
  return { Effect: "Allow", Action: actions, Resource: resources };
}

/** Who may assume a role. */
export function trust(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
}
