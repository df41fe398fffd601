/** One condition of a status, as the API carries it. */
export interface StatusCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  observedGeneration?: number;
  lastTransitionTime?: string;
}

export function findCondition(conditions: StatusCondition[] | undefined, type: string): StatusCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Condition present with status True; built-in kinds, which carry no observedGeneration in conditions. */
export function isTrue(conditions: StatusCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/** "Ready=False (ContainersNotReady: envoy)", for messages. */
export function describeConditions(conditions: StatusCondition[] | undefined): string {
  if (!conditions?.length) return 'no conditions';
  return conditions
    .map(
      ({ type, status, reason, message }) =>
        `${type}=${status}${reason ? ` (${reason}${message ? `: ${message}` : ''})` : ''}`,
    )
    .join(', ');
}
