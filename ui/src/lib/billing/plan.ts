// What stands in the way of a statement, said plainly.

import type { PlannedStatementView, StatementView } from '../host/generated/bridge';
import { t, tn } from '../text/text';
import { signOf } from './decimal';

/** The problems of a planned statement, the worst first. What stands on another statement already is no problem. */
export function planProblems(plan: PlannedStatementView): string[] {
  const says: string[] = [];
  if (plan.recipient === null) says.push(t('statement.problem.nobody'));
  if (plan.findings > 0) says.push(tn('statement.problem.findings', plan.findings));
  if (plan.unpriced > 0) says.push(tn('statement.problem.unpriced', plan.unpriced));
  if (plan.open > 0) says.push(tn('statement.problem.open', plan.open));
  return says;
}

/** Whether a statement can be issued at all. */
export function canIssue(plan: PlannedStatementView): boolean {
  return plan.recipient !== null && plan.sessions > 0;
}

/** Whether it is chosen unless somebody says otherwise: whole, and nothing wrong with it. */
export function isReady(plan: PlannedStatementView): boolean {
  return canIssue(plan) && planProblems(plan).length === 0;
}

export type Standing = 'corrected' | 'outdated' | 'paid' | 'back' | 'nothing' | 'overdue' | 'open';

export function standingOf(statement: StatementView, now: number): Standing {
  if (statement.correctedBy !== null) return 'corrected';
  if (statement.outdated) return 'outdated';
  if (statement.paidAt !== null) return 'paid';
  // Of a correction, only what it changes is still to be paid, to the one or to the other.
  const due = signOf(statement.difference ?? statement.total);
  if (due <= 0) return due < 0 ? 'back' : 'nothing';
  return statement.dueAt <= now ? 'overdue' : 'open';
}
