//! Syntax only: `key`, `key = value`, separated by commas. Every value keeps its key.

use crate::diag::Errors;
use crate::options::{self, Opt, Target};
use crate::{suggest, syntax};
use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprLit, Lit, LitStr, Path, Token};

/// One option as it was written.
pub(crate) struct Arg {
    pub(crate) key: Ident,
    pub(crate) opt: &'static Opt,
    pub(crate) value: Option<Expr>,
    /// What stands in brackets after the key.
    pub(crate) list: Option<TokenStream>,
}

/// The options of one attribute, each known and given once.
pub(crate) struct Args(Vec<Arg>);

impl Args {
    pub(crate) fn none() -> Self {
        Args(Vec::new())
    }

    /// Parses what stands between the brackets, and tells of everything that is wrong with it.
    pub(crate) fn parse(tokens: TokenStream, target: Target, errors: &mut Errors) -> Self {
        let mut args = Args::none();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = args.next(input, target, errors) {
                    errors.add(error);
                    skip_to_comma(input);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.add(error);
        }
        args
    }

    fn next(
        &mut self,
        input: ParseStream<'_>,
        target: Target,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let Ok(key) = input.call(Ident::parse_any) else {
            let example = match target {
                Target::Class => "#[recordclass(frozen, name = \"P\")]",
                Target::Field => "#[record(default = 0)]",
            };
            return Err(input.error(format!("expected the name of an option, as in `{example}`")));
        };
        let known = check_key(&key, target);
        let mut list = None;
        if known.as_ref().is_ok_and(|opt| opt.takes_list()) {
            if input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in input);
                list = Some(content.parse()?);
            } else {
                // Whoever reads the list tells how it is written.
                skip_to_comma(input);
            }
        }
        let value = if input.peek(Token![=]) {
            let equals: Token![=] = input.parse()?;
            if input.is_empty() || input.peek(Token![,]) {
                return match known {
                    Ok(opt) => Err(syn::Error::new(
                        equals.span,
                        format!("a value is missing: write `{}`", opt.written()),
                    )),
                    Err(error) => Err(error),
                };
            }
            Some(input.parse::<Expr>()?)
        } else if !input.is_empty() && !input.peek(Token![,]) {
            if input.peek(Ident::peek_any) {
                return Err(input.error(format!("a comma is missing after `{key}`")));
            }
            return match known {
                Ok(opt) => Err(input.error(format!("`{key}` is written `{}`", opt.written()))),
                Err(error) => Err(error),
            };
        } else {
            None
        };
        match known {
            Err(error) => errors.add(error),
            Ok(opt) => match self.0.iter().find(|arg| arg.opt.name == opt.name) {
                Some(_) => errors.at(
                    key.span(),
                    format!("`{key}` is given twice: keep one of them"),
                ),
                None => self.0.push(Arg {
                    key,
                    opt,
                    value,
                    list,
                }),
            },
        }
        Ok(())
    }

    /// The option, if it was given.
    pub(crate) fn get(&self, name: &str) -> Option<&Arg> {
        self.0.iter().find(|arg| arg.opt.name == name)
    }

    /// A switch: `key`, `key = true`, `key = false`.
    pub(crate) fn flag(&self, name: &str, errors: &mut Errors) -> Option<bool> {
        let arg = self.get(name)?;
        match &arg.value {
            None => Some(true),
            Some(Expr::Lit(ExprLit {
                lit: Lit::Bool(value),
                ..
            })) => Some(value.value),
            Some(other) => {
                let key = &arg.key;
                errors.on(
                    other,
                    format!("`{key}` is a switch: write `{key}` or `{key} = false`"),
                );
                None
            }
        }
    }

    /// A text: `key = "text"`.
    pub(crate) fn text(&self, name: &str, errors: &mut Errors) -> Option<LitStr> {
        let arg = self.get(name)?;
        match &arg.value {
            Some(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Some(text.clone()),
            Some(other) => {
                let form = match other {
                    // Nearly there: the quotes are missing.
                    Expr::Path(path) => {
                        format!("{} = \"{}\"", arg.key, syntax::spelled(&path.path))
                    }
                    _ => arg.opt.form.to_owned(),
                };
                errors.on(
                    other,
                    format!("`{}` takes a string: write `{form}`", arg.key),
                );
                None
            }
            None => {
                errors.on(
                    &arg.key,
                    format!("`{}` takes a string: write `{}`", arg.key, arg.opt.form),
                );
                None
            }
        }
    }

    /// A path: `key = some::path`, or the same in quotes, as PyO3 writes it.
    pub(crate) fn path(&self, name: &str) -> Option<syn::Result<Path>> {
        let arg = self.get(name)?;
        let parsed = match &arg.value {
            Some(Expr::Path(path)) => Some(path.path.clone()),
            Some(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => text.parse().ok(),
            _ => None,
        };
        Some(parsed.ok_or_else(|| {
            let place = arg
                .value
                .as_ref()
                .map_or_else(|| arg.key.span(), syn::spanned::Spanned::span);
            let message = format!("`{}` takes a path: write `{}`", arg.key, arg.opt.form);
            syn::Error::new(place, message)
        }))
    }
}

/// The row of the table, or what is wrong with the name.
fn check_key(key: &Ident, target: Target) -> syn::Result<&'static Opt> {
    let name = key.unraw().to_string();
    let place = target.attribute();
    let error = |message: String| Err(syn::Error::new(key.span(), message));
    if let Some(opt) = options::find(&name, target) {
        return Ok(opt);
    }
    let elsewhere = match target {
        Target::Class => Target::Field,
        Target::Field => Target::Class,
    };
    if let Some(opt) = options::find(&name, elsewhere) {
        let (form, there) = (opt.form, elsewhere.attribute());
        return error(format!(
            "`{name}` does not belong in `{place}`: write `{form}` in `{there}`"
        ));
    }
    if let Some(why) = options::of_pyclass(&name).filter(|_| target == Target::Class) {
        return error(format!("`{name}` is no option of `{place}`: {why}"));
    }
    match suggest::nearest(&name, options::names(target)) {
        Some(near) => error(format!(
            "unknown option `{name}` in `{place}`: did you mean `{near}`?"
        )),
        None => {
            let all: Vec<_> = options::names(target)
                .map(|name| format!("`{name}`"))
                .collect();
            let all = all.join(", ");
            error(format!(
                "unknown option `{name}` in `{place}`: the options are {all}"
            ))
        }
    }
}

/// Leaves out what cannot be understood, up to the next option.
fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _: syn::Result<proc_macro2::TokenTree> = input.parse();
    }
}
