/** One step on the way to a server. */
export interface DoctorStep {
  readonly name: 'address' | 'connection' | 'api' | 'auth' | 'version' | 'workspace' | 'permissions' | 'clock';
  readonly state: 'ok' | 'warning' | 'failed';
  readonly text: string;
  /** What to do now. */
  readonly hint?: string | undefined;
}
