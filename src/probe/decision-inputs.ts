/**
 * All that the rules look at: a small product of finite sets, made from a look by `summarise`. A test enumerates the product and shows
 * that exactly one rule decides each.
 */
export interface DecisionInputs {
  /** The harness failed, or one of its observations did. */
  fault: boolean;
  /** It cannot be asked here. */
  skipped: boolean;
  /** Whether the API stored every object of the treatment, and every probed field. */
  api: 'stored' | 'not stored';
  /** Whether the look's window may decide anything. */
  window: 'sound' | 'no baseline' | 'no fence' | 'starved';
  /** The worst of the base features. */
  requires: 'met' | 'rejected' | 'absent';
  /** Whether every deciding exchange, and every guard too, showed something that counts as an observation and tells the statements apart. */
  observed: boolean;
  /** Whether the control arm shows all that it must; `none`: an uncontrolled probe. */
  control: 'met' | 'missed' | 'none';
  /**
   * What the treatment's status says. `refused`: the controller's own webhook refused an object. `missing`: it spoke of some objects and
   * not of all; `none`: of none of them; `none, alive`: of none of them, with proof of life.
   */
  status: 'consistent' | 'refused' | 'negative' | 'missing' | 'none' | 'none, alive';
  /** The deciding exchanges of the treatment; of an uncontrolled probe all exchanges. */
  deciding: 'expected' | 'control' | 'expected and control' | 'other';
  /** Some deciding exchange shows the control's outcome, and was served. A 404 that the control shows too is not service. */
  servedAsControl: boolean;
  /** The other exchanges, which must hold in the treatment as well. */
  guards: 'hold' | 'broken';
  /** `missed`: a refusal did not refuse. */
  safety: 'held' | 'missed';
  /** Whether any treatment traffic was served. */
  served: boolean;
  /** What is wrong with the exchanges that are not as expected. */
  effect: 'none' | 'crosstalk' | 'unserved' | 'other';
}
