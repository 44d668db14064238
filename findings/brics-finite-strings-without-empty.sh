#!/bin/sh
# dk.brics.automaton leaves the empty string out of the strings of a finite language.
#
# Expected: getFiniteStrings() returns the set of accepted strings of an automaton whose language is finite (API
# documentation), the empty one included if the automaton accepts it, as getStrings(n) returns those of length n.
# Seen: it never has the empty string, with or without a limit, unless the automaton is the short form of a single string, as
# `()` is; so an automaton made of these strings is another one. run, getStrings(0) and getCommonPrefix know that string.
# dk.brics.automaton 1.11-8 from Maven Central, Java 17. Exits with 0 while that is so.
set -eu
version=1.11-8
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<X
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>dk.brics.automaton</groupId><artifactId>automaton</artifactId><version>$version</version>
  </dependency></dependencies>
</project>
X
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1
cat >Finite.java <<'J'
import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class Finite {
  static List<String> quoted(Set<String> strings) {
    return new TreeSet<>(strings).stream().map(string -> "'" + string + "'").toList();
  }

  public static void main(String[] none) {
    StringBuilder seen = new StringBuilder();
    for (String expression : List.of("()", "ab", "a?", "(ab)?", "(a|b){0,1}", "a?&~a")) {
      Automaton automaton = new RegExp(expression).toAutomaton();
      String line = expression + " accepts '': " + automaton.run("") + ", finite strings " + quoted(automaton.getFiniteStrings())
          + ", at most 9 " + quoted(automaton.getFiniteStrings(9)) + ", of length 0 " + quoted(automaton.getStrings(0))
          + ", prefix '" + automaton.getCommonPrefix() + "'";
      System.out.println(line);
      seen.append(line).append('\n');
    }
    String due = """
        () accepts '': true, finite strings [''], at most 9 [''], of length 0 [''], prefix ''
        ab accepts '': false, finite strings ['ab'], at most 9 ['ab'], of length 0 [], prefix 'ab'
        a? accepts '': true, finite strings ['a'], at most 9 ['a'], of length 0 [''], prefix ''
        (ab)? accepts '': true, finite strings ['ab'], at most 9 ['ab'], of length 0 [''], prefix ''
        (a|b){0,1} accepts '': true, finite strings ['a', 'b'], at most 9 ['a', 'b'], of length 0 [''], prefix ''
        a?&~a accepts '': true, finite strings [], at most 9 [], of length 0 [''], prefix ''
        """;
    System.exit(due.contentEquals(seen) ? 0 : 1);
  }
}
J
echo "dk.brics.automaton $version"
javac -cp 'lib/*' Finite.java
java -cp 'lib/*:.' Finite
