import { readRelease, releaseProblems } from '../lab/packages/release';

/** Whether the version is the same wherever it is written, and the same as the tag's when one is named. */
const release = readRelease(process.argv[2]);
const problems = releaseProblems(release);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${release.version}: in step`);
process.exitCode = problems.length === 0 ? 0 : 1;
