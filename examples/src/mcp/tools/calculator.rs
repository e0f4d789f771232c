//! The calculator.

use std::error::Error;
use std::fmt;

use dormouse::prelude::*;

/// The calculator: works out arithmetic, and sleeps when it has.
#[actor(hibernate = always)]
#[derive(Debug, Default)]
pub struct Calculator;

#[actor]
impl Calculator {
    /// The value of an arithmetic expression.
    #[call]
    pub fn evaluate(&self, expression: String) -> Hibernate<Result<f64, Mistake>> {
        Hibernate(evaluate(&expression))
    }
}

/// The value of an expression of numbers, `+ - * / % ^`, signs and parentheses.
///
/// # Errors
///
/// Says what is wrong and at which character.
pub fn evaluate(expression: &str) -> Result<f64, Mistake> {
    let mut parser = Parser {
        text: expression,
        at: 0,
        depth: 0,
    };
    let value = parser.expression(0)?;
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.expected("an operator")),
    }
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    column: usize,
    what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}", self.what, self.column)
    }
}

impl Error for Mistake {}

/// How tightly a minus sign holds: more than `*`, less than `^`, so that `-2^2` is -4.
const SIGN: u8 = 3;

/// Deeper nesting is refused: each level takes some of the stack.
const MAX_DEPTH: usize = 100;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    /// An operand and the operators behind it that hold at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<f64, Mistake> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.mistake("nested too deeply".to_owned()));
        }
        let mut left = self.operand()?;
        while let Some((operator, strength)) = self.operator().filter(|found| found.1 >= least) {
            let place = self.at;
            self.at += 1;
            let right = self.expression(if operator == '^' {
                strength
            } else {
                strength + 1
            })?;
            left = match operator {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' | '%' if right == 0.0 => return Err(self.mistake_at(place, "division by zero")),
                '/' => left / right,
                '%' => left % right,
                _ => left.powf(right),
            };
            if !left.is_finite() {
                return Err(self.mistake_at(place, "the result is not a finite number"));
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<f64, Mistake> {
        match self.peek() {
            Some('-') => {
                self.at += 1;
                Ok(-self.expression(SIGN)?)
            }
            Some('+') => {
                self.at += 1;
                self.expression(SIGN)
            }
            Some('(') => {
                self.at += 1;
                let value = self.expression(0)?;
                if self.peek() != Some(')') {
                    return Err(self.expected("`)`"));
                }
                self.at += 1;
                Ok(value)
            }
            Some('0'..='9' | '.') => self.number(),
            _ => Err(self.expected("a number")),
        }
    }

    fn operator(&mut self) -> Option<(char, u8)> {
        let operator = self.peek()?;
        let strength = match operator {
            '+' | '-' => 1,
            '*' | '/' | '%' => 2,
            '^' => 4,
            _ => return None,
        };
        Some((operator, strength))
    }

    fn number(&mut self) -> Result<f64, Mistake> {
        let rest = &self.text[self.at..];
        let digits = |text: &str| {
            text.find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(text.len())
        };
        let mut length = digits(rest);
        if let Some(exponent) = rest[length..].strip_prefix(['e', 'E']) {
            let sign = usize::from(exponent.starts_with(['+', '-']));
            length += 1 + sign + digits(&exponent[sign..]);
        }
        let number = &rest[..length];
        match number.parse() {
            Ok(value) if f64::is_finite(value) => {
                self.at += length;
                Ok(value)
            }
            _ => Err(self.mistake(format!("`{number}` is not a number"))),
        }
    }

    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        rest.trim_start().chars().next()
    }

    fn expected(&mut self, wanted: &str) -> Mistake {
        let found = self
            .peek()
            .map_or("the end".to_owned(), |c| format!("`{c}`"));
        self.mistake(format!("expected {wanted}, found {found}"))
    }

    fn mistake(&self, what: String) -> Mistake {
        Mistake {
            column: self.text[..self.at].chars().count() + 1,
            what,
        }
    }

    fn mistake_at(&mut self, place: usize, what: &str) -> Mistake {
        self.at = place;
        self.mistake(what.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::evaluate;

    #[test]
    fn values() {
        for (expression, value) in [
            ("1", 1.0),
            (" 1 + 2 * 3 ", 7.0),
            ("(1 + 2) * 3", 9.0),
            ("10 - 4 - 3", 3.0),
            ("2 ^ 3 ^ 2", 512.0),
            ("-2 ^ 2", -4.0),
            ("2 ^ -1", 0.5),
            ("--3", 3.0),
            ("+3 - -3", 6.0),
            ("7 % 4 * 2", 6.0),
            ("1.5e3 / .5", 3000.0),
            ("2*(3+(4-1))/3", 4.0),
        ] {
            assert_eq!(evaluate(expression), Ok(value), "{expression}");
        }
    }

    #[test]
    fn mistakes() {
        for (expression, mistake) in [
            ("", "expected a number, found the end at character 1"),
            ("1 +", "expected a number, found the end at character 4"),
            ("1 2", "expected an operator, found `2` at character 3"),
            ("(1", "expected `)`, found the end at character 3"),
            ("1)", "expected an operator, found `)` at character 2"),
            ("2 * x", "expected a number, found `x` at character 5"),
            ("1.2.3", "`1.2.3` is not a number at character 1"),
            ("1e", "`1e` is not a number at character 1"),
            ("1e999", "`1e999` is not a number at character 1"),
            ("8 / (4 - 4)", "division by zero at character 3"),
            ("5 % 0", "division by zero at character 3"),
            (
                "10 ^ 999",
                "the result is not a finite number at character 4",
            ),
            (
                "(-1) ^ 0.5",
                "the result is not a finite number at character 6",
            ),
            ("é", "expected a number, found `é` at character 1"),
        ] {
            let found = evaluate(expression).expect_err(expression).to_string();
            assert_eq!(found, mistake, "{expression}");
        }
    }

    #[test]
    fn nesting_is_limited() {
        for deep in ["(", "-", "2^"] {
            let mistake = evaluate(&deep.repeat(1_000_000))
                .expect_err(deep)
                .to_string();
            assert!(mistake.starts_with("nested too deeply"), "{mistake}");
        }
    }
}
