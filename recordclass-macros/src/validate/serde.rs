//! The option `serde`, and serde's derive without it.

use crate::args::Args;
use crate::diag::Errors;
use crate::expand::says;
use crate::model::{Field, Record};
use crate::syntax;
use syn::{GenericArgument, PathArguments, Type, TypePath};

const FEATURE: &str = "needs the feature `serde` of the crate `recordclass`: write `features = [\"serde\"]` beside its version in Cargo.toml";

/// PyO3's types of plain objects: serde knows nothing of them.
const PLAIN: &[&str] = &[
    "PyAny",
    "PyBool",
    "PyByteArray",
    "PyBytes",
    "PyComplex",
    "PyDate",
    "PyDateTime",
    "PyDelta",
    "PyDict",
    "PyFloat",
    "PyFrozenSet",
    "PyFunction",
    "PyInt",
    "PyIterator",
    "PyList",
    "PyMapping",
    "PyModule",
    "PySequence",
    "PySet",
    "PyString",
    "PyTime",
    "PyTuple",
    "PyType",
    "PyTzInfo",
];

/// The crate's own tests are to see what the option writes, however they are built.
const ENABLED: bool = cfg!(any(feature = "serde", test));

/// Whether we derive `Serialize` and `Deserialize`.
pub(super) fn derived(args: &Args, record: &Record, errors: &mut Errors) -> bool {
    decide(args, record, ENABLED, errors)
}

fn decide(args: &Args, record: &Record, enabled: bool, errors: &mut Errors) -> bool {
    let wanted = args.flag("serde", errors).unwrap_or(false);
    let own = syntax::derived(&record.attrs)
        .into_iter()
        .find(syntax::is_serdes);
    let Some(arg) = args.get("serde").filter(|_| wanted) else {
        let has_slots = record
            .fields
            .iter()
            .any(|field| !field.frozen && !field.skip);
        if let (Some(own), true, false) = (&own, has_slots, enabled) {
            errors.on(
                own,
                format!("this derive, on a record with mutable fields, {FEATURE}"),
            );
        }
        return false;
    };
    if !enabled {
        errors.on(&arg.key, format!("`serde` {FEATURE}"));
        return false;
    }
    if let Some(own) = own {
        let message = "the option `serde` derives `Serialize` and `Deserialize`: keep the option or the derive";
        errors.on(own, message);
        return false;
    }
    if record.extends.is_some() {
        errors.on(
            &arg.key,
            "`serde` and `extends` exclude each other: the Rust struct has no fields of its base",
        );
        return false;
    }
    let mut fit = true;
    for field in &record.fields {
        if let Some(ty) = plain_object(&field.ty).filter(|_| !is_told(field)) {
            errors.on(&ty, message(&ty));
            fit = false;
        }
    }
    fit
}

/// The user has said what serde is to do.
fn is_told(field: &Field) -> bool {
    field.skip
        || ["with", "skip", "serialize_with"]
            .iter()
            .any(|key| says(&field.attrs, key))
}

/// `Py<PyString>` in a type.
fn plain_object(ty: &Type) -> Option<TypePath> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(given) = &last.arguments else {
        return None;
    };
    let mut types = given.args.iter().filter_map(|arg| match arg {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    if last.ident != "Py" {
        return types.find_map(plain_object);
    }
    let Type::Path(of) = types.next()? else {
        return None;
    };
    let name = of.path.segments.last()?.ident.to_string();
    PLAIN.contains(&name.as_str()).then(|| path.clone())
}

fn message(ty: &TypePath) -> String {
    let name = match ty.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(given)) => {
            let given = &given.args;
            quote::quote!(#given).to_string().replace(' ', "")
        }
        _ => String::new(),
    };
    let value = match name.rsplit("::").next().unwrap_or_default() {
        "PyString" => "`String`",
        "PyBytes" | "PyByteArray" => "`Vec<u8>`",
        "PyInt" => "`i64`",
        "PyFloat" => "`f64`",
        "PyList" | "PyTuple" => "`Vec<..>`",
        _ => "a Rust type",
    };
    format!(
        "serde cannot write a Python object, which `Py<{name}>` is: hold {value} or a `Py<..>` of a record with `serde`, or say `#[serde(with = ..)]` or `#[serde(skip)]`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Target;
    use quote::quote;

    /// What a build without the feature says.
    fn without_feature(options: proc_macro2::TokenStream, item: syn::ItemStruct) -> Option<String> {
        let mut errors = Errors::new();
        let args = Args::parse(options, Target::Class, &mut errors);
        let record = super::super::record(&args, item, &mut errors).unwrap();
        errors.finish().unwrap();
        let mut errors = Errors::new();
        assert!(!decide(&args, &record, false, &mut errors));
        errors.finish().err().map(|error| error.to_string())
    }

    #[test]
    fn the_feature_is_asked_for_where_it_is_needed() {
        let plain = syn::parse2(quote!(
            struct P {
                x: f64,
            }
        ))
        .unwrap();
        let message = without_feature(quote!(serde), plain).unwrap();
        assert!(
            message.starts_with("`serde` needs the feature"),
            "{message}"
        );
        let derived: syn::ItemStruct = syn::parse2(quote!(
            #[derive(serde::Serialize)]
            struct P {
                x: f64,
            }
        ))
        .unwrap();
        let message = without_feature(quote!(), derived.clone()).unwrap();
        assert!(message.starts_with("this derive, on a record"), "{message}");
        assert_eq!(without_feature(quote!(frozen), derived), None);
    }

    #[test]
    fn keys_of_serde_are_found_where_they_are_keys() {
        let item: syn::ItemStruct = syn::parse2(quote! {
            #[serde(tag = "rename", deny_unknown_fields, bound(serialize = "skip"))]
            struct P {}
        })
        .unwrap();
        let found = [
            "tag",
            "rename",
            "deny_unknown_fields",
            "bound",
            "serialize",
            "skip",
        ]
        .map(|key| says(&item.attrs, key));
        assert_eq!(found, [true, false, true, true, false, false]);
    }
}
