@echo off
rem Starts Ingot on a JDK 25 or newer, wherever it is.
rem   JAVA_HOME        the JDK to take, if it is new enough
rem   INGOT_JAVA_OPTS  further options for the JVM, for example -Xmx4g
setlocal EnableExtensions DisableDelayedExpansion
set "INGOT_LIB=%~dp0..\lib"
set "INGOT_JDK="

if defined JAVA_HOME call :try "%JAVA_HOME%"
if not defined INGOT_JDK for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try "%%~dp$PATH:J.."
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks" "%LOCALAPPDATA%\Programs\Eclipse Adoptium") do (
    for /d %%D in ("%%~R\*") do if not defined INGOT_JDK call :try "%%~D"
)
if not defined INGOT_JDK (
    echo ingot: needs a JDK 25 or newer and finds none: install one, or set JAVA_HOME to its directory 1>&2
    exit /b 1
)

set "INGOT_OPTIONS=--enable-native-access=ALL-UNNAMED"
set "INGOT_LIGHT=-XX:TieredStopAtLevel=1"
if "%~1"=="" set "INGOT_OPTIONS=%INGOT_LIGHT%"
set "INGOT_VECTOR=--enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector"
for %%C in (convert auto-opt optimize capture-onnx-graph quantize run) do if "%~1"=="%%C" set INGOT_OPTIONS=--enable-native-access=ALL-UNNAMED "@%INGOT_LIB%\convert.options"
for %%C in (generate model quality quantize-search serve bench validate) do if "%~1"=="%%C" set "INGOT_OPTIONS=%INGOT_VECTOR%"
for %%A in (%*) do for %%L in (k_quant hqq gptq awq) do if "%%~A"=="%%L" set "INGOT_OPTIONS=%INGOT_VECTOR%"
if "%~1"=="run" for %%A in (%*) do if exist "%%~A" findstr /i "gptq autoawq onnxkquant onnxhqq" "%%~A" >nul 2>nul && set "INGOT_OPTIONS=%INGOT_VECTOR%"

for %%C in (ls list du size location cd rename rm remove) do if "%~1"=="cache" if "%~2"=="%%C" set "INGOT_OPTIONS=%INGOT_LIGHT%"
for %%A in (%*) do for %%H in (-h --help) do if "%%~A"=="%%H" set "INGOT_OPTIONS=%INGOT_LIGHT%"

"%INGOT_JDK%\bin\java.exe" -XX:+UseSerialGC -Xms16m -Xmx1g %INGOT_OPTIONS% %INGOT_JAVA_OPTS% -cp "%INGOT_LIB%\*" dev.ingot.foundry.cli.Ingot %*
exit /b %ERRORLEVEL%

:try
if defined INGOT_JDK exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do call :accept "%~1" %%V
exit /b 0

:accept
rem The second argument is the feature release behind an opening quote.
set "INGOT_FOUND=%~2"
set INGOT_FOUND=%INGOT_FOUND:"=%
set /a INGOT_NUMBER=INGOT_FOUND 2>nul
if %INGOT_NUMBER% GEQ 25 set "INGOT_JDK=%~1"
exit /b 0
