/** Log in as an application. */
export interface AppRoleSettings {
  readonly method: 'approle';
  readonly roleId: string;
  /** Environment variable that holds the secret id; `VAULT_SECRET_ID` if absent. */
  readonly secretIdEnv?: string;
  /** File that holds the secret id, instead of the variable. Read again at each login. */
  readonly secretIdFile?: string;
  /** Whether the secret id is a response-wrapping token that holds the real one. */
  readonly wrapped?: boolean;
  /** Where the method is mounted; `approle` if absent. */
  readonly mount?: string;
}

/** Log in with the service account of the pod. */
export interface KubernetesSettings {
  readonly method: 'kubernetes';
  readonly role: string;
  /** File that holds the service account's token, read again at each login; where Kubernetes puts it if absent. */
  readonly jwtFile?: string;
  /** Where the method is mounted; `kubernetes` if absent. */
  readonly mount?: string;
}

/** Which Vault, or OpenBao, and how to get in. */
export interface VaultSettings {
  /** Such as `https://vault.internal:8200`. */
  readonly address: string;
  /** Environment variable that holds the token, where `auth` is absent; `VAULT_TOKEN` if absent. */
  readonly tokenEnv?: string;
  /** What references without a path mean: `secret/data/safeai`, or `secret/safeai`. */
  readonly path?: string;
  readonly auth?: AppRoleSettings | KubernetesSettings;
  readonly namespace?: string;
  /** Certificates to trust instead of the public ones, as a PEM file. */
  readonly caFile?: string;
}
