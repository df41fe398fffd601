/** Kept beside the other edits of an arm; the mapping itself is with the results, so that reports can show both names. */
export { mapHost, unmapHost } from '../results/host-names.ts';
