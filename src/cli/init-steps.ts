interface Begun {
  readonly isSandbox: boolean;
  readonly variables: readonly string[];
}

/** How to go on after `init`. */
export function initSteps({ isSandbox, variables }: Begun): readonly string[] {
  const fill = 'cp .env.example .env, fill it in, then: set -a; . ./.env; set +a';
  const first = variables.length > 0 ? fill : 'airplan validate, which needs no server';
  const [second, third] = isSandbox
    ? ['airplan plan, which writes nothing', 'airplan apply, which shows the plan and asks']
    : [
        'airplan doctor, to see whether the server can be reached',
        'airplan plan, which writes nothing; then airplan apply',
      ];
  return [first, second, third];
}
